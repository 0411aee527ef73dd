use kernel::ProducerId;
use serde::Deserialize;

use crate::{Error, Payer};

/// One rule of who bears what a card's bank keeps. The first that fits holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// Taken back for this reason, in the card company's word.
    reason: Option<String>,
    /// Of this producer.
    producer: Option<ProducerId>,
    /// Who bears it.
    by: Payer,
}

/// Who bears what a card's bank keeps: the value of the rule `dispute.borne`. Pure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bears(Vec<Rule>);

impl Bears {
    /// Reads the rule's value.
    pub fn parse(value: &str) -> Result<Self, Error> {
        let rules = serde_json::from_str(value);
        rules
            .map(Self)
            .map_err(|err| Error::Unreadable(err.to_string()))
    }

    /// Who bears it, of a producer's sale that was taken back for a reason: where no rule fits, whoever
    /// sold.
    pub fn payer(&self, producer: ProducerId, reason: &str) -> Payer {
        let fits = |rule: &&Rule| {
            rule.reason.as_deref().is_none_or(|own| own == reason)
                && rule.producer.is_none_or(|own| own == producer)
        };
        let rule = self.0.iter().find(fits);
        rule.map_or(Payer::Producer, |rule| rule.by)
    }
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::*;

    #[test]
    fn the_first_rule_that_fits_says_who_bears_it_and_where_none_does_the_seller() {
        let (one, two) = (ProducerId::new(Timestamp(0)), ProducerId::new(Timestamp(1)));
        let bears = Bears::parse(&format!(
            r#"[{{"producer": "{one}", "by": "producer"}}, {{"reason": "fraudulent", "by": "market"}}]"#
        ));
        let bears = bears.unwrap();
        assert_eq!(bears.payer(one, "fraudulent"), Payer::Producer);
        assert_eq!(bears.payer(two, "fraudulent"), Payer::Market);
        assert_eq!(bears.payer(two, "product_not_received"), Payer::Producer);
        let none = Bears::parse("[]").unwrap();
        assert_eq!(none.payer(one, "fraudulent"), Payer::Producer);
    }

    #[test]
    fn a_rule_that_cannot_be_is_refused() {
        for value in [
            r#"[{"by": "buyer"}]"#,
            r#"[{"reason": "fraudulent"}]"#,
            r#"[{"kind": "x", "by": "market"}]"#,
            "{}",
        ] {
            assert!(Bears::parse(value).is_err(), "{value}");
        }
    }
}
