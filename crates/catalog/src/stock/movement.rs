/// Why stock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Movement {
    /// The producer has more than before.
    Received,
    /// Promised to an order.
    Reserved,
    /// No longer promised.
    Released,
    /// Handed over.
    Sold,
    /// Back, and whole.
    Returned,
    /// The producer has less than before.
    Adjusted,
}

impl Movement {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Received,
        Self::Reserved,
        Self::Released,
        Self::Sold,
        Self::Returned,
        Self::Adjusted,
    ];

    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Reserved => "reserved",
            Self::Released => "released",
            Self::Sold => "sold",
            Self::Returned => "returned",
            Self::Adjusted => "adjusted",
        }
    }

    /// What one unit of it does to what is on hand, and to what is reserved.
    pub const fn deltas(self) -> (i64, i64) {
        match self {
            Self::Received | Self::Returned => (1, 0),
            Self::Reserved => (0, 1),
            Self::Released => (0, -1),
            Self::Sold => (-1, -1),
            Self::Adjusted => (-1, 0),
        }
    }

    /// What must be there for one: the column expression that may not be less than the quantity.
    pub(super) const fn needs(self) -> Option<&'static str> {
        match self {
            Self::Reserved | Self::Adjusted => Some("s.on_hand - s.reserved"),
            Self::Released | Self::Sold => Some("s.reserved"),
            Self::Received | Self::Returned => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_life_of_one_unit_leaves_nothing_behind() {
        for life in [
            [Movement::Received, Movement::Reserved, Movement::Sold],
            [Movement::Received, Movement::Returned, Movement::Adjusted],
        ] {
            let (hand, reserved) = life.iter().fold((0, 0), |(h, r), m| {
                let (dh, dr) = m.deltas();
                (h + dh, r + dr)
            });
            assert_eq!(reserved, 0);
            assert!(hand >= 0);
        }
        let (hand, reserved) = [Movement::Reserved, Movement::Released]
            .iter()
            .fold((0, 0), |(h, r), m| (h + m.deltas().0, r + m.deltas().1));
        assert_eq!((hand, reserved), (0, 0));
    }
}
