//! Which of a producer's sales bear what it owes. Pure.

/// What becomes of each sale: the debts that it bears, by their places; none where it is held back.
///
/// A debt is borne whole, by a sale that comes to more. What no sale can bear holds back sales that
/// together come to as much, the smallest first: whoever owes is paid at most the rest.
pub(super) fn share(sales: &[i64], debts: &[i64]) -> Vec<Option<Vec<usize>>> {
    let mut rows: Vec<Row> = sales.iter().map(|left| Row::of(*left)).collect();
    let mut unborne = 0i64;
    for place in largest_first(debts) {
        let debt = debts.get(place).copied().unwrap_or(0);
        let richest = rows
            .iter_mut()
            .filter(|row| row.is_paid && row.left > debt)
            .max_by_key(|row| row.left);
        match richest {
            Some(row) => {
                row.left = row.left.saturating_sub(debt);
                row.bears.push(place);
            }
            // What the market owes waits for something that it can go with.
            None => unborne = unborne.saturating_add(debt.max(0)),
        }
    }
    while unborne > 0 {
        let Some(smallest) = rows
            .iter_mut()
            .filter(|row| row.is_paid)
            .min_by_key(|row| row.left)
        else {
            break;
        };
        smallest.is_paid = false;
        unborne = unborne.saturating_sub(smallest.left);
    }
    rows.into_iter()
        .map(|row| row.is_paid.then_some(row.bears))
        .collect()
}

struct Row {
    left: i64,
    bears: Vec<usize>,
    is_paid: bool,
}

impl Row {
    fn of(left: i64) -> Self {
        Self {
            left,
            bears: vec![],
            is_paid: left > 0,
        }
    }
}

fn largest_first(debts: &[i64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..debts.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(debts.get(*place).copied().unwrap_or(0)));
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn debts_are_borne_by_sales_that_come_to_more_and_what_is_left_holds_sales_back() {
        let all = |sales: &[i64], debts: &[i64]| share(sales, debts);
        assert_eq!(all(&[100, 50], &[]), [Some(vec![]), Some(vec![])]);
        assert_eq!(all(&[100, 50], &[60]), [Some(vec![0]), Some(vec![])]);
        assert_eq!(all(&[50, 100], &[20, 60]), [Some(vec![0]), Some(vec![1])]);
        // A transfer of nothing is none.
        assert_eq!(all(&[100], &[100]), [None]);
        assert_eq!(all(&[100, 100, 100], &[150]), [None, None, Some(vec![])]);
        assert_eq!(all(&[100], &[-30]), [Some(vec![0])]);
        assert_eq!(all(&[0], &[-30]), [None]);
    }

    proptest! {
        #[test]
        fn nobody_is_paid_more_than_the_sales_less_the_debts(
            sales in proptest::collection::vec(0i64..1_000, 0..12),
            debts in proptest::collection::vec(-200i64..1_500, 0..8),
        ) {
            let shared = share(&sales, &debts);
            let mut paid = 0i64;
            let mut borne = vec![];
            for (sale, bears) in sales.iter().zip(&shared) {
                let Some(bears) = bears else { continue };
                let own = sale - bears.iter().map(|place| debts[*place]).sum::<i64>();
                prop_assert!(own > 0);
                paid += own;
                borne.extend(bears.iter().copied());
            }
            let each = borne.iter().collect::<std::collections::BTreeSet<_>>();
            prop_assert_eq!(each.len(), borne.len(), "a debt is borne once");
            let owed: i64 = debts.iter().filter(|debt| **debt > 0).sum();
            let owing: i64 = borne.iter().map(|place| -debts[*place].min(0)).sum();
            prop_assert!(paid <= (sales.iter().sum::<i64>() - owed).max(0) + owing);
        }
    }
}
