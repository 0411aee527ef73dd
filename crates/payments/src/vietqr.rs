//! The payload of a VietQR code: NAPAS IBFT 1.5.2 over `EMVCo` merchant-presented mode. Values are
//! ASCII; each is two digits of id, two digits of length, the value.

use kernel::Vnd;

/// NAPAS's own application.
const NAPAS: &str = "A000000727";
/// A transfer to an account.
const TO_ACCOUNT: &str = "QRIBFTTA";
/// What a bank's app shows of the text at least.
const TEXT_LEN: usize = 25;

/// What a code asks a bank's app to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// The six digits of the bank.
    pub bank_bin: &'a str,
    /// The account, at most 19 letters and digits.
    pub account: &'a str,
    /// How much; none where the payer types it.
    pub amount: Option<Vnd>,
    /// The number of a bill, at most 25 characters.
    pub bill: Option<&'a str>,
    /// The text of the transfer, at most 25 characters.
    pub text: Option<&'a str>,
}

/// A code that cannot be: what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    /// A value that the format does not hold.
    #[error("field {0} does not fit")]
    Value(&'static str),
    /// Not a row of ids, lengths and values.
    #[error("the code is cut off or its lengths are wrong")]
    Length,
    /// One id twice.
    #[error("field {0} stands there twice")]
    Twice(u8),
    /// The last four characters do not belong to the rest.
    #[error("the check sum is wrong")]
    CheckSum,
    /// Another country's, currency's or network's.
    #[error("not a VietQR transfer")]
    Foreign,
}

/// What was read of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The six digits of the bank.
    pub bank_bin: String,
    /// The account.
    pub account: String,
    /// How much.
    pub amount: Option<Vnd>,
    /// The number of a bill.
    pub bill: Option<String>,
    /// The text of the transfer.
    pub text: Option<String>,
}

impl Transfer<'_> {
    /// The payload of its code.
    pub fn payload(&self) -> Result<String, BadCode> {
        let digits = self.bank_bin.len() == 6 && self.bank_bin.bytes().all(|b| b.is_ascii_digit());
        checked(digits, "bank_bin")?;
        let plain = self.account.bytes().all(|b| b.is_ascii_alphanumeric());
        checked(plain && (1..=19).contains(&self.account.len()), "account")?;
        checked(
            self.amount.is_none_or(|amount| amount > Vnd::ZERO),
            "amount",
        )?;
        for (value, name) in [(self.bill, "bill"), (self.text, "text")] {
            let fits = |v: &str| (1..=TEXT_LEN).contains(&v.len()) && v.bytes().all(printable);
            checked(value.is_none_or(fits), name)?;
        }
        let beneficiary = field(0, self.bank_bin) + &field(1, self.account);
        let merchant = field(0, NAPAS) + &field(1, &beneficiary) + &field(2, TO_ACCOUNT);
        let dynamic = if self.amount.is_some() { "12" } else { "11" };
        let mut payload =
            field(0, "01") + &field(1, dynamic) + &field(38, &merchant) + &field(53, "704");
        if let Some(amount) = self.amount {
            payload += &field(54, &amount.0.to_string());
        }
        payload += &field(58, "VN");
        let bill = self.bill.map(|bill| field(1, bill));
        let more: String = bill
            .into_iter()
            .chain(self.text.map(|text| field(8, text)))
            .collect();
        if !more.is_empty() {
            payload += &field(62, &more);
        }
        payload += "6304";
        let sum = crc(payload.as_bytes());
        Ok(format!("{payload}{sum:04X}"))
    }
}

impl Read {
    /// Reads the payload of a code; one that is damaged or of another network is refused.
    pub fn of(payload: &str) -> Result<Self, BadCode> {
        let (body, sum) = payload
            .len()
            .checked_sub(4)
            .and_then(|at| payload.split_at_checked(at))
            .ok_or(BadCode::Length)?;
        if !body.ends_with("6304") || format!("{:04X}", crc(body.as_bytes())) != sum {
            return Err(BadCode::CheckSum);
        }
        let fields = fields(payload)?;
        let of = |fields: &[(u8, &str)], id: u8| {
            fields
                .iter()
                .find(|(own, _)| *own == id)
                .map(|(_, value)| (*value).to_owned())
        };
        let merchant = of(&fields, 38).ok_or(BadCode::Foreign)?;
        let merchant = self::fields(&merchant)?;
        let vietnamese = of(&fields, 53).as_deref() == Some("704")
            && of(&fields, 58).as_deref() == Some("VN")
            && of(&merchant, 0).as_deref() == Some(NAPAS);
        let beneficiary = of(&merchant, 1)
            .filter(|_| vietnamese)
            .ok_or(BadCode::Foreign)?;
        let beneficiary = self::fields(&beneficiary)?;
        let more = of(&fields, 62).unwrap_or_default();
        let more = self::fields(&more)?;
        let amount = of(&fields, 54).map(|digits| digits.parse().map(Vnd));
        Ok(Self {
            bank_bin: of(&beneficiary, 0).ok_or(BadCode::Foreign)?,
            account: of(&beneficiary, 1).ok_or(BadCode::Foreign)?,
            amount: amount
                .transpose()
                .map_err(|_no_number| BadCode::Value("amount"))?,
            bill: of(&more, 1),
            text: of(&more, 8),
        })
    }
}

fn checked(holds: bool, name: &'static str) -> Result<(), BadCode> {
    holds.then_some(()).ok_or(BadCode::Value(name))
}

const fn printable(byte: u8) -> bool {
    byte == b' ' || byte.is_ascii_graphic()
}

fn field(id: u8, value: &str) -> String {
    format!("{id:02}{:02}{value}", value.len())
}

fn fields(text: &str) -> Result<Vec<(u8, &str)>, BadCode> {
    let number = |digits: &str| {
        let all = digits.bytes().all(|b| b.is_ascii_digit());
        digits
            .parse::<u8>()
            .ok()
            .filter(|_| all)
            .ok_or(BadCode::Length)
    };
    let mut found: Vec<(u8, &str)> = vec![];
    let mut rest = text;
    while !rest.is_empty() {
        let (id, after) = rest.split_at_checked(2).ok_or(BadCode::Length)?;
        let (length, after) = after.split_at_checked(2).ok_or(BadCode::Length)?;
        let (value, after) = after
            .split_at_checked(usize::from(number(length)?))
            .ok_or(BadCode::Length)?;
        let id = number(id)?;
        if found.iter().any(|(own, _)| *own == id) {
            return Err(BadCode::Twice(id));
        }
        found.push((id, value));
        rest = after;
    }
    Ok(found)
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, from 0xFFFF, neither reflected nor inverted.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |mut sum, byte| {
        sum ^= u16::from(*byte) << 8;
        for _ in 0..8 {
            sum = if sum & 0x8000 == 0 {
                sum << 1
            } else {
                (sum << 1) ^ 0x1021
            };
        }
        sum
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The vectors of NAPAS's specification and of other makers' programs.
    const VECTORS: [(Transfer<'static>, &str); 3] = [
        (
            Transfer {
                bank_bin: "970403",
                account: "0011012345678",
                amount: Some(Vnd(180_000)),
                bill: Some("NPS6869"),
                text: Some("thanh toan don hang"),
            },
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E",
        ),
        (
            Transfer {
                bank_bin: "970416",
                account: "224528479",
                amount: Some(Vnd(10_000)),
                bill: Some("NPS6869"),
                text: Some("TRANSFER TO SOMEONE"),
            },
            "00020101021238530010A0000007270123000697041601092245284790208QRIBFTTA53037045405100005802VN62340107NPS68690819TRANSFER TO SOMEONE6304AC13",
        ),
        (
            Transfer {
                bank_bin: "970436",
                account: "1234567890",
                amount: None,
                bill: None,
                text: None,
            },
            "00020101021138540010A00000072701240006970436011012345678900208QRIBFTTA53037045802VN6304BE57",
        ),
    ];

    /// Another maker's: marked static although it names an amount.
    const STATIC_WITH_AMOUNT: &str = "00020101021138540010A00000072701240006970407011003865776720208QRIBFTTA5303704540710000005802VN62160812henry an cut6304A322";

    #[test]
    fn the_known_codes_come_out_byte_for_byte() {
        assert_eq!(crc(b"123456789"), 0x29B1);
        for (transfer, payload) in VECTORS {
            assert_eq!(transfer.payload().unwrap(), payload);
        }
        let ours = Transfer {
            bank_bin: "970407",
            account: "0386577672",
            amount: Some(Vnd(1_000_000)),
            bill: None,
            text: Some("henry an cut"),
        };
        // Ours says that it is dynamic, as the specification asks; nothing else differs.
        let body = ours.payload().unwrap().replacen("010212", "010211", 1);
        let body = body.split_at(body.len() - 4).0;
        assert_eq!(
            format!("{body}{:04X}", crc(body.as_bytes())),
            STATIC_WITH_AMOUNT
        );
    }

    #[test]
    fn a_code_is_read_back_and_a_damaged_one_refused() {
        let read = Read::of(STATIC_WITH_AMOUNT).unwrap();
        assert_eq!(
            (read.bank_bin.as_str(), read.account.as_str()),
            ("970407", "0386577672")
        );
        assert_eq!(
            (read.amount, read.text.as_deref()),
            (Some(Vnd(1_000_000)), Some("henry an cut"))
        );
        let payload = VECTORS[0].1;
        assert_eq!(
            Read::of(&payload.replace("180000", "190000")),
            Err(BadCode::CheckSum)
        );
        assert_eq!(Read::of(payload.split_at(40).0), Err(BadCode::CheckSum));
        assert_eq!(Read::of("63"), Err(BadCode::Length));
        let signed = |body: &str| format!("{body}{:04X}", crc(body.as_bytes()));
        assert_eq!(
            Read::of(&signed("0002010002016304")),
            Err(BadCode::Twice(0))
        );
        assert_eq!(Read::of(&signed("0009016304")), Err(BadCode::Length));
        let foreign = signed("00020101021226100010A0000007756304");
        assert!(matches!(
            Read::of(&foreign),
            Err(BadCode::Foreign | BadCode::Length)
        ));
    }

    #[test]
    fn what_does_not_fit_is_refused_by_name() {
        let good = VECTORS[0].0.clone();
        let refused = |transfer: Transfer<'_>| transfer.payload().unwrap_err();
        assert_eq!(
            refused(Transfer {
                bank_bin: "97040",
                ..good.clone()
            }),
            BadCode::Value("bank_bin")
        );
        assert_eq!(
            refused(Transfer {
                account: "",
                ..good.clone()
            }),
            BadCode::Value("account")
        );
        assert_eq!(
            refused(Transfer {
                amount: Some(Vnd(0)),
                ..good.clone()
            }),
            BadCode::Value("amount")
        );
        assert_eq!(
            refused(Transfer {
                text: Some("nước mắm"),
                ..good
            }),
            BadCode::Value("text")
        );
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(account in "[A-Z0-9]{1,19}", amount in 1i64..1_000_000_000_000, text in "[A-Z0-9 ]{1,25}") {
            let transfer = Transfer { bank_bin: "970436", account: &account, amount: Some(Vnd(amount)), bill: None, text: Some(&text) };
            let read = Read::of(&transfer.payload().unwrap()).unwrap();
            prop_assert_eq!(read.account, account);
            prop_assert_eq!(read.amount, Some(Vnd(amount)));
            prop_assert_eq!(read.text, Some(text));
        }

        #[test]
        fn no_text_makes_the_reader_stumble(text in ".{0,80}") {
            let _ = Read::of(&text);
        }
    }
}
