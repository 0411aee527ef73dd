/// The rows of a table that was compiled in, without its header, each with exactly `N` columns.
pub(crate) fn rows<const N: usize>(
    source: &'static str,
) -> impl Iterator<Item = [&'static str; N]> {
    source.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let row = std::array::from_fn(|_| cells.next().unwrap_or_default());
        (!line.is_empty()).then_some(row)
    })
}
