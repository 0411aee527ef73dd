use serde::{Deserialize, Serialize};

/// The reader's language: Vietnamese unless English is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language's tag, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// From an `Accept-Language` header: English if it is preferred to Vietnamese.
    pub fn accept(header: &str) -> Self {
        let weight = |tag: &str| {
            header
                .split(',')
                .filter_map(|item| {
                    let mut parts = item.split(';');
                    let name = parts.next()?.trim();
                    let primary = name.split('-').next()?;
                    primary.eq_ignore_ascii_case(tag).then(|| {
                        parts
                            .find_map(|p| p.trim().strip_prefix("q="))
                            .map_or(1000, thousandths)
                    })
                })
                .max()
                .unwrap_or(0)
        };
        if weight("en") > weight("vi") {
            Self::En
        } else {
            Self::Vi
        }
    }

    /// From a stored tag; anything but `en` is Vietnamese.
    pub fn from_tag(tag: &str) -> Self {
        if tag == "en" { Self::En } else { Self::Vi }
    }
}

/// A quality value `0.8` in thousandths; what cannot be read counts as 0.
fn thousandths(q: &str) -> u32 {
    let (whole, frac) = q.trim().split_once('.').unwrap_or((q.trim(), ""));
    let frac: String = frac.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or(0);
    whole.min(1) * 1000 + frac.parse::<u32>().unwrap_or(0) * u32::from(whole == 0)
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn english_only_when_it_is_preferred() {
        assert_eq!(Lang::accept("en"), Lang::En);
        assert_eq!(Lang::accept("en-US,vi;q=0.5"), Lang::En);
        assert_eq!(Lang::accept("vi-VN,vi;q=0.9,en;q=0.8"), Lang::Vi);
        assert_eq!(Lang::accept("fr"), Lang::Vi);
        assert_eq!(Lang::accept(""), Lang::Vi);
    }
}
