use kernel::Vnd;

/// A price from a quantity on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// From so many on.
    pub min_quantity: i64,
    /// What one costs then.
    pub price: Vnd,
}

/// What one costs when so many are bought: the price of the highest tier that is reached.
pub fn price_for(tiers: &[Tier], quantity: i64) -> Option<Vnd> {
    tiers
        .iter()
        .filter(|tier| tier.min_quantity <= quantity)
        .max_by_key(|tier| tier.min_quantity)
        .map(|tier| tier.price)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_tier_that_is_reached_holds() {
        let tiers = [
            Tier {
                min_quantity: 1,
                price: Vnd(65_000),
            },
            Tier {
                min_quantity: 10,
                price: Vnd(60_000),
            },
        ];
        assert_eq!(price_for(&tiers, 9), Some(Vnd(65_000)));
        assert_eq!(price_for(&tiers, 10), Some(Vnd(60_000)));
        assert_eq!(price_for(&tiers[1..], 9), None);
    }
}
