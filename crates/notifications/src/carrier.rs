//! What carriers of text messages take.

use serde::Deserialize;

/// Who carries text messages, and what fits into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Zalo notices: 400 characters, tones and all.
    #[default]
    Zns,
    /// SMS without tones, in the letters of GSM-7: two parts of 153.
    Sms,
    /// SMS with tones, in UCS-2: four parts of 67. It costs twice as much.
    SmsUnicode,
}

/// The longest SMS that is one part, and how much the parts of a longer one hold.
const GSM_7: (usize, usize) = (160, 153);
const UCS_2: (usize, usize) = (70, 67);

impl Carrier {
    /// The most that one message may be, in the units of [`Self::length`].
    pub const fn most(self) -> usize {
        match self {
            Self::Zns => 400,
            Self::Sms => 2 * GSM_7.1,
            Self::SmsUnicode => 4 * UCS_2.1,
        }
    }

    /// How long a text is, as the carrier counts.
    pub fn length(self, text: &str) -> usize {
        text.chars().map(|c| self.width(c)).sum()
    }

    /// How many parts are paid for.
    pub fn parts(self, text: &str) -> usize {
        let (one, each) = match self {
            Self::Zns => return 1,
            Self::Sms => GSM_7,
            Self::SmsUnicode => UCS_2,
        };
        let length = self.length(text);
        if length <= one {
            return 1;
        }
        length.div_ceil(each)
    }

    const fn width(self, c: char) -> usize {
        match self {
            Self::Zns => 1,
            // The second table of GSM-7: two septets each.
            Self::Sms => match c {
                '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' => 2,
                _ => 1,
            },
            Self::SmsUnicode => c.len_utf16(),
        }
    }

    /// A text as this carrier takes it: where it is too long, its middle goes, and what stands at
    /// the end (the link that acts) stays whole.
    pub(crate) fn fit(self, text: &str) -> String {
        let text = match self {
            Self::Zns | Self::SmsUnicode => text.to_owned(),
            Self::Sms => plain(text),
        };
        if self.length(&text) <= self.most() {
            return text;
        }
        let tail = match text.rsplit_once(' ') {
            Some((_, last)) if last.starts_with("http") => format!("... {last}"),
            _ => "...".to_owned(),
        };
        let mut room = self.most().saturating_sub(self.length(&tail));
        let head: String = text
            .chars()
            .map_while(|c| {
                room = room.checked_sub(self.width(c))?;
                Some(c)
            })
            .collect();
        format!("{}{tail}", head.trim_end())
    }
}

/// What every telephone shows: without tones, in the letters of the first SMS. What ASCII has and
/// GSM-7 has not would make the whole message UCS-2.
fn plain(text: &str) -> String {
    kernel::text::without_tones(text)
        .chars()
        .map(|c| match c {
            '₫' => 'd',
            '×' => 'x',
            '…' => '.',
            '–' | '—' => '-',
            '“' | '”' => '"',
            '`' => '\'',
            '\u{a0}' | '\u{202f}' => ' ',
            c if c.is_ascii() && !c.is_ascii_control() => c,
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use kernel::Lang;

    use super::*;
    use crate::sample;

    const ALL: [Carrier; 3] = [Carrier::Zns, Carrier::Sms, Carrier::SmsUnicode];

    #[test]
    fn every_text_fits_its_carrier_with_its_link_whole() {
        let tap = "https://cho-ocop.hatinh.example.vn/t/0123456789abcdef0123456789abcdef01234567";
        let order = "https://cho-ocop.hatinh.example.vn/vi/orders/ord_01m8emaqmxe0088aaz985fvsjt\
            ?token=0123456789abcdef0123456789abcdef0123456789abcdef";
        for message in sample::messages() {
            let url = match message.link() {
                Some(crate::Link::Order(..)) => order,
                _ => tap,
            };
            for lang in [Lang::Vi, Lang::En] {
                let short = message.text(lang, Some("Bích"), Some(url.into())).short;
                for carrier in ALL {
                    let sent = carrier.fit(&short);
                    assert!(carrier.length(&sent) <= carrier.most(), "{sent}");
                    assert_eq!(short.contains(url), sent.contains(url), "{sent}");
                }
                let sms = Carrier::Sms.fit(&short);
                assert!(Carrier::Sms.parts(&sms) <= 2, "{sms}");
                assert!(
                    sms.is_ascii() && !sms.contains('?') || short.contains('?'),
                    "{sms}"
                );
            }
        }
    }

    #[test]
    fn what_is_too_long_loses_its_middle() {
        let long = format!("{} https://a.vn/t/1", "rượu sim ".repeat(60));
        for carrier in ALL {
            let sent = carrier.fit(&long);
            assert!(carrier.length(&sent) <= carrier.most());
            assert!(sent.ends_with("... https://a.vn/t/1"), "{sent}");
        }
        assert!(Carrier::Sms.fit("Đơn 65.000 ₫").starts_with("Don 65.000 d"));
    }

    #[test]
    fn a_text_is_counted_as_its_carrier_counts_it() {
        for (carrier, text, length, parts) in [
            (Carrier::Sms, "a".repeat(160), 160, 1),
            (Carrier::Sms, "a".repeat(161), 161, 2),
            // Brackets are two septets each.
            (Carrier::Sms, "[".repeat(80), 160, 1),
            (Carrier::Sms, "[".repeat(81), 162, 2),
            (Carrier::SmsUnicode, "ợ".repeat(70), 70, 1),
            (Carrier::SmsUnicode, "ợ".repeat(71), 71, 2),
            (Carrier::SmsUnicode, "🐟".repeat(35), 70, 1),
            (Carrier::SmsUnicode, "ợ".repeat(135), 135, 3),
            (Carrier::Zns, "ợ".repeat(400), 400, 1),
        ] {
            assert_eq!(
                (carrier.length(&text), carrier.parts(&text)),
                (length, parts)
            );
        }
        let sent = Carrier::Sms.fit(&"[".repeat(200));
        assert_eq!(Carrier::Sms.length(&sent), Carrier::Sms.most() - 1);
        assert_eq!(Carrier::Sms.fit("`A`"), "'A'");
    }
}
