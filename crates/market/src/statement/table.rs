use kernel::text::inert;
use kernel::{Lang, Vnd};
use payments::ledger::Standing;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{Statement, StatementLine};

/// A row of the table: texts, and the amount as a number.
type Row = ([String; 4], Option<i64>);

/// The statement for a spreadsheet, as CSV. A text that would be computed begins with an apostrophe.
pub fn statement_csv(statement: &Statement, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    // The mark by which spreadsheets know UTF-8.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let [day, code, cause, account, amount] = headings(lang);
    out.write_record([day, code, cause, account, amount])?;
    for (texts, amount) in table(statement, lang) {
        let amount = amount.map_or_else(String::new, |amount| amount.to_string());
        out.write_record(texts.iter().map(|text| inert(text)).chain([amount]))?;
    }
    out.into_inner().map_err(|err| err.into_error().into())
}

/// The statement as a workbook: its texts are texts, never formulas.
pub fn statement_xlsx(statement: &Statement, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, money) = (
        Format::new().set_bold(),
        Format::new().set_num_format("#,##0"),
    );
    let sheet = book.add_worksheet();
    sheet.set_name(format!("{} {}", statement.from, statement.until))?;
    for (column, heading) in (0u16..).zip(headings(lang)) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, 22)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, (texts, amount)) in (1u32..).zip(table(statement, lang)) {
        for (column, text) in (0u16..).zip(&texts) {
            sheet.write_string(row, column, inert(text))?;
        }
        if let Some(amount) = amount {
            // A workbook's numbers are binary fractions: whole đồng are exact below 2^53.
            #[expect(
                clippy::cast_precision_loss,
                reason = "the database admits no amount near 2^53"
            )]
            sheet.write_number_with_format(row, 4, amount as f64, &money)?;
        }
    }
    book.save_to_buffer()
}

fn table(statement: &Statement, lang: Lang) -> Vec<Row> {
    let mut rows = balances(
        &statement.from.to_string(),
        (&statement.opening, true),
        lang,
    );
    rows.extend(statement.lines.iter().map(|line| row(line, lang)));
    rows.extend(balances(
        &statement.until.to_string(),
        (&statement.closing, false),
        lang,
    ));
    rows
}

impl StatementLine {
    /// What happened and to which account, as people read it.
    pub fn said(&self, lang: Lang) -> (&'static str, &'static str) {
        (
            cause(self.cause.as_str(), lang),
            account(self.account, lang),
        )
    }
}

fn row(line: &StatementLine, lang: Lang) -> Row {
    let (what, account) = line.said(lang);
    let texts = [
        line.day.to_string(),
        line.code.clone().unwrap_or_default(),
        what.to_owned(),
        account.to_owned(),
    ];
    (texts, Some(line.amount.0))
}

fn balances(day: &str, (standing, before): (&Standing, bool), lang: Lang) -> Vec<Row> {
    let what = match (before, lang) {
        (true, Lang::Vi) => "Số dư đầu kỳ",
        (false, Lang::Vi) => "Số dư cuối kỳ",
        (true, Lang::En) => "Opening balance",
        (false, Lang::En) => "Closing balance",
    };
    let held: [(&str, Vnd); 5] = [
        ("payable", standing.payable),
        ("claim", standing.claim),
        ("held", standing.held),
        ("earned", standing.earned),
        ("forgiven", standing.forgiven),
    ];
    held.map(|(name, amount)| {
        let name = account(name, lang).to_owned();
        (
            [day.to_owned(), String::new(), what.to_owned(), name],
            Some(amount.0),
        )
    })
    .into()
}

const fn headings(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Vi => ["Ngày", "Mã đơn", "Nội dung", "Tài khoản", "Số tiền (đồng)"],
        Lang::En => ["Day", "Order", "What", "Account", "Amount (VND)"],
    }
}

/// An account as people read it.
fn account(word: &'static str, lang: Lang) -> &'static str {
    match (word, lang) {
        ("payable", Lang::Vi) => "Chợ phải trả bạn",
        ("payable", Lang::En) => "The market owes you",
        ("claim", Lang::Vi) => "Bạn phải trả chợ",
        ("claim", Lang::En) => "You owe the market",
        ("held", Lang::Vi) => "Bạn đã tự thu",
        ("held", Lang::En) => "You took yourself",
        ("earned", Lang::Vi) => "Doanh thu bạn tự thu",
        ("earned", Lang::En) => "Earned of what you took",
        ("forgiven", Lang::Vi) => "Bạn đã bỏ qua phần thiếu",
        ("forgiven", Lang::En) => "You let go of",
        (other, _) => other,
    }
}

/// A cause as people read it.
fn cause(word: &'static str, lang: Lang) -> &'static str {
    match (word, lang) {
        ("received", Lang::Vi) => "Tiền về",
        ("received", Lang::En) => "Money came",
        ("forgiven", Lang::Vi) => "Bỏ qua phần thiếu",
        ("forgiven", Lang::En) => "Let go of",
        ("forgiven_back", Lang::Vi) => "Không bỏ qua nữa",
        ("forgiven_back", Lang::En) => "No longer let go of",
        ("earned", Lang::Vi) => "Đơn hoàn tất",
        ("earned", Lang::En) => "Order completed",
        ("commission", Lang::Vi) => "Phí của chợ",
        ("commission", Lang::En) => "Commission",
        ("vat", Lang::Vi) => "Khấu trừ thuế GTGT",
        ("vat", Lang::En) => "VAT withheld",
        ("pit", Lang::Vi) => "Khấu trừ thuế TNCN",
        ("pit", Lang::En) => "PIT withheld",
        ("shipping", Lang::Vi) => "Cước do chợ trả",
        ("shipping", Lang::En) => "Delivery paid by the market",
        ("refund_owed", Lang::Vi) => "Phải hoàn tiền",
        ("refund_owed", Lang::En) => "Refund owed",
        ("commission_back", Lang::Vi) => "Hoàn phí của chợ",
        ("commission_back", Lang::En) => "Commission given back",
        ("vat_back", Lang::Vi) => "Hoàn thuế GTGT đã khấu trừ",
        ("vat_back", Lang::En) => "VAT given back",
        ("pit_back", Lang::Vi) => "Hoàn thuế TNCN đã khấu trừ",
        ("pit_back", Lang::En) => "PIT given back",
        ("shipping_back", Lang::Vi) => "Hoàn cước do chợ trả",
        ("shipping_back", Lang::En) => "Delivery given back",
        ("refund_sent", Lang::Vi) => "Đã hoàn tiền",
        ("refund_sent", Lang::En) => "Refund sent",
        ("refund_failed", Lang::Vi) => "Hoàn tiền không thành",
        ("refund_failed", Lang::En) => "Refund did not arrive",
        ("unmatched", Lang::Vi) => "Tiền chưa rõ của đơn nào",
        ("unmatched", Lang::En) => "Money of an unknown order",
        ("disputed", Lang::Vi) => "Ngân hàng của thẻ rút lại",
        ("disputed", Lang::En) => "Taken back by a card's bank",
        ("dispute_won", Lang::Vi) => "Khiếu nại thẻ đã thắng",
        ("dispute_won", Lang::En) => "Dispute won",
        ("loss_back", Lang::Vi) => "Chợ không phải chịu nữa",
        ("loss_back", Lang::En) => "No longer borne by the market",
        ("to_bank", Lang::Vi) => "Công ty thẻ chuyển về ngân hàng",
        ("to_bank", Lang::En) => "Paid out to the bank by the card company",
        ("to_bank_failed", Lang::Vi) => "Công ty thẻ chuyển về không thành",
        ("to_bank_failed", Lang::En) => "The card company's payout did not arrive",
        ("fee", Lang::Vi) => "Phí của công ty thẻ",
        ("fee", Lang::En) => "The card company's fee",
        ("reversed", Lang::Vi) => "Thu lại khoản đã chi trả",
        ("reversed", Lang::En) => "Taken back from a payout",
        ("handed_on", Lang::Vi) => "Đơn vị vận chuyển nộp tiền thu hộ",
        ("handed_on", Lang::En) => "Carrier handed on cash",
        ("taken", Lang::Vi) => "Chợ nhận tiền thu hộ",
        ("taken", Lang::En) => "Cash came to the market",
        ("claim_paid", Lang::Vi) => "Bạn trả chợ",
        ("claim_paid", Lang::En) => "You paid the market",
        ("paid_out", Lang::Vi) => "Chợ chi trả",
        ("paid_out", Lang::En) => "Paid out",
        ("netted", Lang::Vi) => "Bù trừ khoản bạn phải trả",
        ("netted", Lang::En) => "Taken off what you owe",
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use payments::ledger::Cause;

    use super::*;

    #[test]
    fn every_cause_and_account_has_words_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            for word in Cause::ALL {
                assert_ne!(cause(word.as_str(), lang), word.as_str());
            }
            for word in ["payable", "claim", "held", "earned", "forgiven"] {
                assert_ne!(account(word, lang), word);
            }
        }
    }
}
