//! A chart of bars as SVG, drawn from the numbers of a table: the table says the same to who does
//! not see it.

/// How wide a whole bar is, in the drawing's own units.
const WIDTH: i64 = 260;
/// How high a line is: its name, and the bar under it.
const LINE: i64 = 36;
/// More lines than this stand in the table alone.
const MOST: usize = 20;
/// Of days and weeks, so many.
const MOST_IN_TIME: usize = 31;

/// What a bar is drawn from.
pub(crate) struct Point {
    pub(crate) name: String,
    pub(crate) all: i64,
    /// How many of these.
    pub(crate) part: i64,
    /// What stands behind the bar.
    pub(crate) said: String,
}

/// A chart of bars.
pub(crate) struct Chart {
    pub(crate) height: i64,
    pub(crate) bars: Vec<Bar>,
    /// How many lines are left out.
    pub(crate) left_out: usize,
}

/// One line of it.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) said: String,
    pub(crate) name_y: i64,
    pub(crate) top_y: i64,
    pub(crate) all_width: i64,
    pub(crate) part_width: i64,
    /// Where the number stands, behind the bar.
    pub(crate) number_x: i64,
    pub(crate) number_y: i64,
}

impl Chart {
    /// The points in their order; of too many the largest.
    pub(crate) fn of(points: impl Iterator<Item = Point>) -> Self {
        let mut points: Vec<Point> = points.collect();
        let left_out = points.len().saturating_sub(MOST);
        if left_out > 0 {
            points.sort_by_key(|point| std::cmp::Reverse(point.all));
            points.truncate(MOST);
        }
        Self::drawn(points, left_out)
    }

    /// Points in time; of too many the last.
    pub(crate) fn in_time(points: impl Iterator<Item = Point>) -> Self {
        let mut points: Vec<Point> = points.collect();
        let left_out = points.len().saturating_sub(MOST_IN_TIME);
        points.drain(..left_out);
        Self::drawn(points, left_out)
    }

    fn drawn(points: Vec<Point>, left_out: usize) -> Self {
        let most = points.iter().map(|point| point.all).max();
        let most = i128::from(most.unwrap_or(0).max(1));
        let width = |count: i64| {
            let width = i128::from(count) * i128::from(WIDTH) / most;
            i64::try_from(width).unwrap_or(WIDTH)
        };
        let bar = |(top, point): (i64, Point)| Bar {
            name_y: top + 12,
            top_y: top + 17,
            all_width: width(point.all).max(1),
            part_width: width(point.part),
            number_x: width(point.all) + 6,
            number_y: top + 28,
            name: point.name,
            said: point.said,
        };
        let tops = (0..).step_by(usize::try_from(LINE).unwrap_or(1));
        let bars: Vec<Bar> = tops.zip(points).map(bar).collect();
        Self {
            height: i64::try_from(bars.len()).unwrap_or(0) * LINE,
            bars,
            left_out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points<const N: usize>(lines: [(i64, i64); N]) -> impl Iterator<Item = Point> {
        lines.into_iter().map(|(all, part)| Point {
            name: all.to_string(),
            all,
            part,
            said: format!("{part}/{all}"),
        })
    }

    #[test]
    fn the_longest_bar_is_whole_and_the_others_are_measured_by_it() {
        let chart = Chart::of(points([(20, 5), (10, 10), (0, 0)]));
        let widths = chart.bars.iter().map(|b| (b.all_width, b.part_width));
        assert_eq!(widths.collect::<Vec<_>>(), [(260, 65), (130, 130), (1, 0)]);
        assert_eq!((chart.height, chart.left_out), (108, 0));
        assert_eq!(chart.bars[0].said, "5/20");
    }

    #[test]
    fn of_too_many_the_largest_stay_and_of_days_the_last() {
        let many: [(i64, i64); 40] = std::array::from_fn(|n| (i64::try_from(n).unwrap(), 0));
        let largest = Chart::of(points(many));
        assert_eq!((largest.bars.len(), largest.left_out), (20, 20));
        assert_eq!(largest.bars[0].name, "39");
        let days = Chart::in_time(points(many));
        assert_eq!((days.bars.len(), days.left_out), (31, 9));
        assert_eq!(days.bars[0].name, "9", "in their order");
    }
}
