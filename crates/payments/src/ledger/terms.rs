//! What a producer is charged of a sale: the market's share by a list of dated rules, and taxes that
//! are kept back for households. Pure: the rules of the day are handed in.

use kernel::{ProducerId, Vnd};
use serde::Deserialize;

use super::Charges;
use crate::Error;

/// Hundredths of a percent in the whole.
const WHOLE: i64 = 10_000;

/// One rule of the market's share. The first that fits holds; where none does, it is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commission {
    /// Of this producer.
    producer: Option<ProducerId>,
    /// Of producers of this kind.
    kind: Option<String>,
    /// Of this product set.
    set: Option<i64>,
    /// So many hundredths of a percent of the goods.
    bp: i64,
}

/// What is kept back of goods, or of their delivery: hundredths of a percent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rates {
    /// Value-added tax.
    vat_bp: i64,
    /// Personal income tax.
    pit_bp: i64,
}

/// The taxes that are kept back for producers of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Withholding {
    /// Of the goods.
    goods: Rates,
    /// Of their delivery.
    delivery: Rates,
}

/// The rules that hold for a producer on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The market's share, first match.
    commission: Vec<Commission>,
    /// Taxes; none are kept back where there is no rule.
    withholding: Option<Withholding>,
}

impl Terms {
    /// The values of the rules `commission` and `tax.withholding`.
    pub fn parse(commission: &str, withholding: &str) -> Result<Self, Error> {
        let unreadable = |err: serde_json::Error| Error::Unreadable(err.to_string());
        let terms = Self {
            commission: serde_json::from_str(commission).map_err(unreadable)?,
            withholding: serde_json::from_str(withholding).map_err(unreadable)?,
        };
        let taxes = terms.withholding.unwrap_or_default();
        let tax = |rates: Rates| [rates.vat_bp, rates.pit_bp];
        let shares = terms.commission.iter().map(|rule| rule.bp);
        let mut all = shares.chain(tax(taxes.goods)).chain(tax(taxes.delivery));
        if all.all(|bp| (0..=WHOLE).contains(&bp)) {
            Ok(terms)
        } else {
            Err(Error::Unreadable("a share is 0 to 10000".to_owned()))
        }
    }

    /// What a sale is charged: its lines as product set and price, and its delivery.
    pub fn charges(
        &self,
        (producer, kind): (ProducerId, &str),
        lines: &[(i64, Vnd)],
        delivery: Vnd,
    ) -> Result<Charges, Error> {
        let goods = Vnd::sum(lines.iter().map(|(_, price)| *price)).map_err(too_large)?;
        let commission = lines.iter().map(|&(set, price)| {
            let fits = |rule: &&Commission| {
                rule.producer.is_none_or(|own| own == producer)
                    && rule.kind.as_deref().is_none_or(|own| own == kind)
                    && rule.set.is_none_or(|own| own == set)
            };
            let rule = self.commission.iter().find(fits);
            share(price, rule.map_or(0, |rule| rule.bp))
        });
        let taxes = self.withholding.unwrap_or_default();
        let tax = |of_goods: i64, of_delivery: i64| {
            share(goods, of_goods)
                .plus(share(delivery, of_delivery))
                .map_err(too_large)
        };
        Ok(Charges {
            total: goods.plus(delivery).map_err(too_large)?,
            shipping: Vnd::ZERO,
            commission: Vnd::sum(commission).map_err(too_large)?,
            vat: tax(taxes.goods.vat_bp, taxes.delivery.vat_bp)?,
            pit: tax(taxes.goods.pit_bp, taxes.delivery.pit_bp)?,
        })
    }
}

fn too_large(err: kernel::MoneyError) -> Error {
    Error::Unreadable(err.to_string())
}

/// So many hundredths of a percent, half up.
fn share(of: Vnd, bp: i64) -> Vnd {
    let exact = i128::from(of.0) * i128::from(bp) + i128::from(WHOLE / 2);
    Vnd(i64::try_from(exact.div_euclid(i128::from(WHOLE))).unwrap_or(of.0))
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;
    use proptest::prelude::*;

    use super::*;

    const HOUSEHOLD: &str =
        r#"{"goods": {"vat_bp": 100, "pit_bp": 50}, "delivery": {"vat_bp": 300, "pit_bp": 150}}"#;

    #[test]
    fn the_first_rule_that_fits_holds_and_none_is_nothing() {
        let producer = ProducerId::new(Timestamp(0));
        let rules = format!(
            r#"[{{"producer": "{producer}", "set": 9, "bp": 0}}, {{"set": 9, "bp": 500}}, {{"kind": "doanh_nghiep", "bp": 300}}]"#
        );
        let terms = Terms::parse(&rules, "null").unwrap();
        let other = ProducerId::new(Timestamp(1));
        let of = |producer, kind, set| {
            let charges = terms.charges((producer, kind), &[(set, Vnd(65_000))], Vnd(20_000));
            charges.unwrap().commission.0
        };
        assert_eq!(of(producer, "doanh_nghiep", 9), 0);
        assert_eq!(of(other, "doanh_nghiep", 9), 3_250);
        assert_eq!(of(other, "doanh_nghiep", 3), 1_950);
        assert_eq!(of(other, "hop_tac_xa", 3), 0);
    }

    #[test]
    fn taxes_are_kept_back_of_goods_and_of_delivery_half_up() {
        let producer = ProducerId::new(Timestamp(0));
        let terms = Terms::parse("[]", HOUSEHOLD).unwrap();
        let lines = [(9, Vnd(65_050)), (3, Vnd(100_000))];
        let charges = terms
            .charges((producer, "ho_gia_dinh"), &lines, Vnd(20_000))
            .unwrap();
        // 1 % of 165,050 is 1,650.5, and 3 % of 20,000 is 600.
        assert_eq!((charges.vat, charges.pit), (Vnd(2_251), Vnd(1_125)));
        assert_eq!((charges.commission, charges.total), (Vnd(0), Vnd(185_050)));
        let none = Terms::parse("[]", "null").unwrap();
        let charges = none
            .charges((producer, "ho_gia_dinh"), &lines, Vnd(20_000))
            .unwrap();
        assert_eq!((charges.vat, charges.pit), (Vnd(0), Vnd(0)));
    }

    #[test]
    fn a_rule_that_cannot_be_is_refused() {
        for commission in [
            r#"[{"bp": -1}]"#,
            r#"[{"bp": 10001}]"#,
            r#"[{"percent": 5}]"#,
            "5",
        ] {
            assert!(Terms::parse(commission, "null").is_err(), "{commission}");
        }
        assert!(Terms::parse("[]", r#"{"goods": {"vat_bp": 1}}"#).is_err());
    }

    proptest! {
        #[test]
        fn a_share_lies_within_what_it_is_of(of in 0i64..1_000_000_000_000, bp in 0i64..=10_000) {
            let share = share(Vnd(of), bp);
            prop_assert!(share >= Vnd::ZERO && share <= Vnd(of));
            let off = i128::from(share.0) * 10_000 - i128::from(of) * i128::from(bp);
            prop_assert!((-5_000..=5_000).contains(&off));
        }
    }
}
