use serde::{Deserialize, Serialize};

/// Whole đồng. Outside `{"amount":125000,"currency":"VND"}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vnd(pub i64);

/// An amount that cannot be represented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amount is too large")]
pub struct MoneyError;

impl Vnd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The number of đồng.
    pub const fn amount(self) -> i64 {
        self.0
    }

    /// The sum, or an error where it overflows.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_add(other.0).map(Self).ok_or(MoneyError)
    }

    /// The difference, or an error where it overflows.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_sub(other.0).map(Self).ok_or(MoneyError)
    }

    /// So many times this amount, or an error where it overflows.
    pub fn times(self, quantity: i64) -> Result<Self, MoneyError> {
        self.0.checked_mul(quantity).map(Self).ok_or(MoneyError)
    }

    /// The sum of many, or an error where it overflows.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Splits by weights with the largest remainder, so that the parts sum to the whole. Equal
    /// remainders go to the earlier part. Weights of zero only: all goes to the first part.
    #[must_use]
    pub fn allocate(self, weights: &[u32]) -> Vec<Self> {
        self.split(&weights.iter().map(|w| i128::from(*w)).collect::<Vec<_>>())
    }

    /// Splits by other amounts as [`Self::allocate`] does. Where it is at most their sum, no part
    /// is above its own amount.
    #[must_use]
    pub fn spread(self, over: &[Self]) -> Vec<Self> {
        self.split(&over.iter().map(|a| i128::from(a.0)).collect::<Vec<_>>())
    }

    fn split(self, weights: &[i128]) -> Vec<Self> {
        let total: i128 = weights.iter().sum();
        if total == 0 {
            return weights
                .iter()
                .enumerate()
                .map(|(i, _)| if i == 0 { self } else { Self::ZERO })
                .collect();
        }
        let exact: Vec<i128> = weights.iter().map(|w| i128::from(self.0) * w).collect();
        let mut parts: Vec<i128> = exact.iter().map(|e| e.div_euclid(total)).collect();
        let left = i128::from(self.0) - parts.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(exact.get(*i).map_or(0, |e| e.rem_euclid(total))));
        for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
            if let Some(part) = parts.get_mut(index) {
                *part += 1;
            }
        }
        parts
            .into_iter()
            .map(|p| Self(i64::try_from(p).unwrap_or(0)))
            .collect()
    }
}

impl std::fmt::Display for Vnd {
    /// `125.000 ₫` with a no-break space.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str("\u{a0}₫")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    amount: i64,
    currency: Currency,
}

/// The one currency of this market, so that another one is pointed at.
#[derive(Serialize, Deserialize)]
enum Currency {
    #[serde(rename = "VND")]
    Vnd,
}

impl Serialize for Vnd {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire {
            amount: self.0,
            currency: Currency::Vnd,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Vnd {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(|wire| Self(wire.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_written_as_people_read_it() {
        assert_eq!(Vnd(125_000).to_string(), "125.000\u{a0}₫");
        assert_eq!(Vnd(-1_250_000).to_string(), "-1.250.000\u{a0}₫");
        assert_eq!(Vnd(7).to_string(), "7\u{a0}₫");
    }

    #[test]
    fn another_currency_or_field_is_refused() {
        assert_eq!(
            serde_json::from_str::<Vnd>(r#"{"amount":5,"currency":"VND"}"#).unwrap(),
            Vnd(5)
        );
        assert!(serde_json::from_str::<Vnd>(r#"{"amount":5,"currency":"USD"}"#).is_err());
        assert!(serde_json::from_str::<Vnd>(r#"{"amount":5,"currency":"VND","x":1}"#).is_err());
        assert!(serde_json::from_str::<Vnd>(r#"{"amount":5.5,"currency":"VND"}"#).is_err());
    }

    #[test]
    fn overflow_is_an_error() {
        assert_eq!(Vnd(i64::MAX).plus(Vnd(1)), Err(MoneyError));
        assert_eq!(Vnd(i64::MAX / 2).times(3), Err(MoneyError));
    }

    proptest! {
        #[test]
        fn parts_always_sum_to_the_whole(amount in 0i64..1_000_000_000_000, weights in prop::collection::vec(0u32..10_000, 1..12)) {
            let parts = Vnd(amount).allocate(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(Vnd::sum(parts).unwrap(), Vnd(amount));
        }

        #[test]
        fn what_comes_bit_by_bit_fills_every_share_and_takes_nothing_back(shares in prop::collection::vec(0i64..1_000_000_000_000, 1..6), bits in prop::collection::vec(0u32..1_000, 1..8)) {
            let whole = Vnd::sum(shares.iter().map(|s| Vnd(*s))).unwrap();
            let mut missing: Vec<Vnd> = shares.iter().map(|s| Vnd(*s)).collect();
            for bit in whole.allocate(&bits) {
                let parts = bit.spread(&missing);
                for (missing, part) in missing.iter_mut().zip(parts) {
                    prop_assert!(part >= Vnd::ZERO && part <= *missing);
                    *missing = missing.minus(part).unwrap();
                }
            }
            prop_assert!(missing.iter().all(|missing| *missing == Vnd::ZERO));
        }
    }
}
