use super::{PayTo, Payout, Status};

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
    let by_bank = payable.filter_map(|payout| match &payout.to {
        PayTo::Bank(to) => Some((payout, to)),
        PayTo::Card { .. } => None,
    });
    for (number, (payout, to)) in (1u32..).zip(by_bank) {
        let bank = reference::bank(&to.bank_bin).map_or("", |bank| bank.short);
        out.write_record([
            number.to_string(),
            kernel::text::inert(&to.account),
            kernel::text::inert(&to.account_name),
            to.bank_bin.clone(),
            kernel::text::inert(bank),
            payout.amount.0.to_string(),
            "VND".to_owned(),
            payout.reference.clone(),
        ])?;
    }
    out.into_inner().map_err(|err| err.into_error().into())
}
