//! A chart of bars as SVG, drawn from the numbers of a table: the table says the same to who does
//! not see it.

/// How wide a whole bar is, in the drawing's own units.
const WIDTH: i64 = 260;
/// How high a line is: its name, and the bar under it.
const LINE: i64 = 36;
/// More lines than this stand in the table alone.
const MOST: usize = 20;

/// A chart of bars.
pub(super) struct Chart {
    pub(super) height: i64,
    pub(super) bars: Vec<Bar>,
    /// How many lines are left out.
    pub(super) left_out: usize,
}

/// One line of it.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) all: i64,
    pub(super) part: i64,
    pub(super) name_y: i64,
    pub(super) top_y: i64,
    pub(super) all_width: i64,
    pub(super) part_width: i64,
    /// Where the number stands, behind the bar.
    pub(super) number_x: i64,
    pub(super) number_y: i64,
}

impl Chart {
    /// Of each line its name, how many, and how many of these.
    pub(super) fn of(lines: impl Iterator<Item = (String, i64, i64)>) -> Self {
        let mut lines: Vec<_> = lines.collect();
        let left_out = lines.len().saturating_sub(MOST);
        if left_out > 0 {
            lines.sort_by_key(|(_, all, _)| std::cmp::Reverse(*all));
            lines.truncate(MOST);
        }
        let most = lines
            .iter()
            .map(|(_, all, _)| *all)
            .max()
            .unwrap_or(0)
            .max(1);
        let width = |count: i64| count * WIDTH / most;
        let bar = |(top, (name, all, part)): (i64, (String, i64, i64))| Bar {
            name_y: top + 12,
            top_y: top + 17,
            all_width: width(all).max(1),
            part_width: width(part),
            number_x: width(all) + 6,
            number_y: top + 28,
            name,
            all,
            part,
        };
        let tops = (0..).step_by(usize::try_from(LINE).unwrap_or(1));
        let bars: Vec<Bar> = tops.zip(lines).map(bar).collect();
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

    #[test]
    fn the_longest_bar_is_whole_and_the_others_are_measured_by_it() {
        let lines = [("a", 20, 5), ("b", 10, 10), ("c", 0, 0)];
        let chart = Chart::of(
            lines
                .map(|(n, all, part)| (n.to_owned(), all, part))
                .into_iter(),
        );
        let widths: Vec<_> = chart
            .bars
            .iter()
            .map(|b| (b.all_width, b.part_width))
            .collect();
        assert_eq!(widths, [(260, 65), (130, 130), (1, 0)]);
        assert_eq!((chart.height, chart.left_out), (108, 0));
        let many = Chart::of((0..30).map(|n| (n.to_string(), n, 0)));
        assert_eq!((many.bars.len(), many.left_out), (20, 10));
        assert_eq!(many.bars[0].all, 29, "the largest stay");
    }
}
