use kernel::{HOUR_MS, MINUTE_MS, random};

/// How long to wait after the first, second … try that failed.
const PAUSES_MS: [i64; 14] = [
    5_000,
    MINUTE_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
    4 * HOUR_MS,
];

/// How long to wait after `failed` tries: up to a fifth longer than the plan, so that what failed
/// together does not come back together. `None` where the tries are used up.
pub fn pause_after(failed: i64) -> Option<i64> {
    let index = usize::try_from(failed - 1).ok()?;
    let pause = PAUSES_MS.get(index)?;
    let [chance] = random::bytes::<1>();
    Some(pause + pause / 5 * i64::from(chance) / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_tried_for_a_day_and_a_half() {
        for (failed, plan) in (1i64..).zip(PAUSES_MS) {
            let pause = pause_after(failed).unwrap();
            assert!(
                (plan..=plan + plan / 5).contains(&pause),
                "{failed}: {pause}"
            );
        }
        assert_eq!(pause_after(15), None);
        assert!(PAUSES_MS.iter().sum::<i64>() > 36 * HOUR_MS);
        assert_eq!(pause_after(0), None);
    }
}
