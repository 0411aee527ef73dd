use kernel::text;

use super::Remitted;
use crate::bank::{BadStatement, Fault, amount, csv_rows};

const CODES: &[&str] = &[
    "ma van don",
    "ma don hang",
    "ma don",
    "ma buu gui",
    "tracking code",
    "order code",
    "order",
    "waybill",
    "code",
];
const AMOUNTS: &[&str] = &[
    "tien thu ho",
    "so tien thu ho",
    "tien cod",
    "cod",
    "so tien",
    "cod amount",
    "collected",
    "amount",
];

/// The lines of a carrier's file, its columns found by what stands above them. One wrong row refuses
/// the whole.
pub fn remitted(bytes: &[u8]) -> Result<Vec<Remitted>, BadStatement> {
    let found = csv_rows(bytes).into_iter().find_map(|rows| {
        let mut above = rows.iter().take(40).enumerate();
        let (at, code, money) = above.find_map(|(at, (_, cells))| {
            let cells = cells.as_ref()?;
            Some((at, column(cells, CODES)?, column(cells, AMOUNTS)?))
        })?;
        Some((rows, at, code, money))
    });
    let (rows, at, code, money) = found.ok_or(BadStatement::NoHeading)?;
    let (mut lines, mut faults) = (vec![], vec![]);
    for (line, cells) in rows.get(at + 1..).unwrap_or_default() {
        let cells = cells.as_deref().unwrap_or_default();
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if cell(code).is_empty() {
            continue;
        }
        match amount(cell(money)).filter(|amount| amount.0 > 0) {
            Some(amount) => lines.push(Remitted {
                code: cell(code).to_owned(),
                amount,
            }),
            None => faults.push(Fault {
                line: *line,
                column: "amount",
            }),
        }
    }
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(BadStatement::Rows(faults))
    }
}

/// The lines that a person types, a box each: its code, then how much. One wrong row refuses the whole.
pub fn typed(text: &str) -> Result<Vec<Remitted>, BadStatement> {
    let (mut lines, mut faults) = (vec![], vec![]);
    for (line, row) in (1..).zip(text.lines()) {
        let row = row.trim();
        if row.is_empty() {
            continue;
        }
        let (code, money) = row.split_once([' ', '\t', ';', ':']).unwrap_or((row, ""));
        match amount(money).filter(|amount| amount.0 > 0) {
            Some(amount) => lines.push(Remitted {
                code: code.to_owned(),
                amount,
            }),
            None => faults.push(Fault {
                line,
                column: "amount",
            }),
        }
    }
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(BadStatement::Rows(faults))
    }
}

fn column(cells: &[String], names: &[&str]) -> Option<usize> {
    // The name that says most comes first.
    names.iter().find_map(|name| {
        cells.iter().position(|cell| {
            let folded = text::fold(cell);
            text::words(&folded).collect::<Vec<_>>().join(" ") == *name
        })
    })
}

#[cfg(test)]
mod tests {
    use kernel::Vnd;

    use super::*;

    #[test]
    fn a_carriers_file_is_read_by_its_headings() {
        let file = "Bảng kê;;\nSTT;Mã vận đơn;Tiền thu hộ\n1;VTP1;125.000\n2;;125.000\n";
        let lines = remitted(file.as_bytes()).unwrap();
        assert_eq!(
            lines,
            [Remitted {
                code: "VTP1".to_owned(),
                amount: Vnd(125_000)
            }]
        );
        let wrong = "order code,cod amount\nA,much\n";
        let fault = BadStatement::Rows(vec![Fault {
            line: 2,
            column: "amount",
        }]);
        assert_eq!(remitted(wrong.as_bytes()), Err(fault));
    }

    #[test]
    fn what_a_person_types_is_a_box_a_row() {
        let line = |code: &str, amount| Remitted {
            code: code.to_owned(),
            amount: Vnd(amount),
        };
        let said = "OC7K2M9QXA 125.000\n\n vtp1\t65 000 đ\r\n";
        let told = [line("OC7K2M9QXA", 125_000), line("vtp1", 65_000)];
        assert_eq!(typed(said).unwrap(), told);
        for (wrong, line) in [("OC7K2M9QXA", 1), ("A 5\nB -5", 2), ("A nhiều", 1)] {
            let fault = BadStatement::Rows(vec![Fault {
                line,
                column: "amount",
            }]);
            assert_eq!(typed(wrong), Err(fault), "{wrong}");
        }
    }
}
