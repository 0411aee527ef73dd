//! What carriers of text messages take.

use serde::Deserialize;

/// Who carries text messages, and what fits into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Zalo notices: 400 characters, tones and all.
    #[default]
    Zns,
    /// SMS: without tones, two parts of 153 characters.
    Sms,
}

impl Carrier {
    /// The most characters of one message.
    pub const fn most(self) -> usize {
        match self {
            Self::Zns => 400,
            Self::Sms => 2 * 153,
        }
    }

    /// A text as this carrier takes it: where it is too long, its middle goes, and what stands at
    /// the end (the link that acts) stays whole.
    pub(crate) fn fit(self, text: &str) -> String {
        let text = match self {
            Self::Zns => text.to_owned(),
            Self::Sms => plain(text),
        };
        let length = text.chars().count();
        if length <= self.most() {
            return text;
        }
        let tail = match text.rsplit_once(' ') {
            Some((_, last)) if last.starts_with("http") => format!("... {last}"),
            _ => "...".to_owned(),
        };
        let room = self.most().saturating_sub(tail.chars().count());
        let head: String = text.chars().take(room).collect();
        format!("{}{tail}", head.trim_end())
    }
}

/// What every telephone shows: without tones, in the letters of the first SMS.
fn plain(text: &str) -> String {
    kernel::text::without_tones(text)
        .chars()
        .map(|c| match c {
            '₫' => 'd',
            '×' => 'x',
            '…' => '.',
            '–' | '—' => '-',
            '“' | '”' => '"',
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

    #[test]
    fn every_text_fits_its_carrier_with_its_link_whole() {
        let url = "https://cho-ocop.hatinh.example.vn/t/0123456789abcdef0123456789abcdef01234567";
        for message in sample::messages() {
            for lang in [Lang::Vi, Lang::En] {
                let short = message.text(lang, Some("Bích"), Some(url.into())).short;
                for carrier in [Carrier::Zns, Carrier::Sms] {
                    let sent = carrier.fit(&short);
                    assert!(sent.chars().count() <= carrier.most(), "{sent}");
                    assert_eq!(short.contains(url), sent.contains(url), "{sent}");
                }
                let sms = Carrier::Sms.fit(&short);
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
        for carrier in [Carrier::Zns, Carrier::Sms] {
            let sent = carrier.fit(&long);
            assert!(sent.chars().count() <= carrier.most());
            assert!(sent.ends_with("... https://a.vn/t/1"), "{sent}");
        }
        assert!(Carrier::Sms.fit("Đơn 65.000 ₫").starts_with("Don 65.000 d"));
    }
}
