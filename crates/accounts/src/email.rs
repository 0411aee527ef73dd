use crate::Fault;

const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// An e-mail address in its one stored form: trimmed and in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// An address of plain ASCII with a domain of at least two labels. Whether anybody reads it
    /// is seen only when it is proven.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let address = text.trim().to_ascii_lowercase();
        let sound = address.len() <= LONGEST
            && address
                .rsplit_once('@')
                .is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
        sound.then_some(Self(address)).ok_or(Fault::Email)
    }

    /// The address, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the @.
    pub fn local(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }
}

fn is_local(local: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    (1..=LONGEST_LOCAL).contains(&local.len())
        && local.chars().all(known)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_stored_form() {
        assert_eq!(
            Email::parse(" Lan.Nguyen@Example.VN ").unwrap().as_str(),
            "lan.nguyen@example.vn"
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "lan",
            "lan@",
            "@example.vn",
            "lan@localhost",
            "lan@@example.vn",
            "lan nguyen@example.vn",
            "lan@example.vn\r\nBcc: x@example.vn",
            "lan@-example.vn",
            ".lan@example.vn",
            "lân@example.vn",
        ] {
            assert_eq!(Email::parse(text), Err(Fault::Email), "{text}");
        }
    }
}
