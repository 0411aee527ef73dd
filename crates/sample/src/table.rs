//! The files under data/: tab-separated, a heading, no quoting.

/// The rows of a file whose heading is exactly these columns.
pub(crate) fn rows<const N: usize>(
    file: &'static str,
    columns: [&str; N],
) -> anyhow::Result<Vec<[&'static str; N]>> {
    let mut lines = file.lines();
    let heading: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    anyhow::ensure!(
        heading == columns,
        "the heading is {heading:?}, not {columns:?}"
    );
    lines
        .enumerate()
        .map(|(at, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            <[&str; N]>::try_from(cells)
                .map_err(|cells| anyhow::anyhow!("line {}: {} cells", at + 2, cells.len()))
        })
        .collect()
}
