use super::{Payout, Status};

/// The file that a bank takes: a line a payout that may be paid, the same bytes each time. Text that
/// a spreadsheet would compute begins with an apostrophe.
pub fn table(payouts: &[Payout]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record([
        "no",
        "account",
        "account_name",
        "bank_bin",
        "bank",
        "amount",
        "currency",
        "text",
    ])?;
    let payable = payouts
        .iter()
        .filter(|payout| payout.status == Status::Confirmed);
    for (number, payout) in (1u32..).zip(payable) {
        let bank = reference::bank(&payout.to.bank_bin).map_or("", |bank| bank.short);
        out.write_record([
            number.to_string(),
            kernel::text::inert(&payout.to.account),
            kernel::text::inert(&payout.to.account_name),
            payout.to.bank_bin.clone(),
            kernel::text::inert(bank),
            payout.amount.0.to_string(),
            "VND".to_owned(),
            payout.reference.clone(),
        ])?;
    }
    out.into_inner().map_err(|err| err.into_error().into())
}
