use kernel::words;

words! {
    /// Which of the programme's three forms a code has.
    CodeFormat {
        /// `T-X-STT-YYYY`: province and commune, since districts ended.
        Commune = "commune",
        /// `T-H-X-STT-YYYY`: province, district and commune.
        DistrictAndCommune = "district_and_commune",
        /// `T-H-STT-YYYY`: province and district.
        District = "district",
    }
}

/// A product's code of the programme, read. Its units are those of its year, and may no longer
/// exist: they are never held against today's. The certificate keeps the code as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCode {
    /// Its form.
    pub format: CodeFormat,
    /// Two digits.
    pub province: String,
    /// Three digits.
    pub district: Option<String>,
    /// Five digits.
    pub commune: Option<String>,
    /// The product's number in its unit.
    pub ordinal: u32,
    /// The year.
    pub year: u16,
}

impl ProductCode {
    /// A code as written; `None` where it has none of the forms.
    pub fn parse(written: &str) -> Option<Self> {
        let parts: Vec<&str> = written
            .split(['-', '–', '.', '/'])
            .map(str::trim)
            .filter(|part| !part.eq_ignore_ascii_case("ocop"))
            .collect();
        let (format, units, [ordinal, year]) = match parts.as_slice() {
            [t, h, x, rest @ ..] if rest.len() == 2 => (
                CodeFormat::DistrictAndCommune,
                [Some(*t), Some(*h), Some(*x)],
                [rest.first()?, rest.last()?],
            ),
            [t, unit, ordinal, year] if unit.len() == 5 => (
                CodeFormat::Commune,
                [Some(*t), None, Some(*unit)],
                [ordinal, year],
            ),
            [t, unit, ordinal, year] => (
                CodeFormat::District,
                [Some(*t), Some(*unit), None],
                [ordinal, year],
            ),
            _ => return None,
        };
        let [province, district, commune] = units;
        let digits = |part: &str, count: usize| {
            part.len() == count && part.bytes().all(|b| b.is_ascii_digit())
        };
        let fits = digits(province?, 2)
            && district.is_none_or(|part| digits(part, 3))
            && commune.is_none_or(|part| digits(part, 5));
        let year: u16 = year.parse().ok()?;
        (fits && (2018..=2100).contains(&year)).then_some(())?;
        Some(Self {
            format,
            province: province?.to_owned(),
            district: district.map(str::to_owned),
            commune: commune.map(str::to_owned),
            ordinal: ordinal.parse().ok().filter(|ordinal| *ordinal > 0)?,
            year,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_each_form_is_read() {
        let read = |written| {
            let code = ProductCode::parse(written)?;
            Some((
                code.format,
                code.province,
                code.district,
                code.commune,
                code.ordinal,
                code.year,
            ))
        };
        let owned = |text: &str| text.to_owned();
        assert_eq!(
            read("42-18676-3-2026"),
            Some((
                CodeFormat::Commune,
                owned("42"),
                None,
                Some(owned("18676")),
                3,
                2026
            ))
        );
        assert_eq!(
            read("83-829-28780-3-2022"),
            Some((
                CodeFormat::DistrictAndCommune,
                owned("83"),
                Some(owned("829")),
                Some(owned("28780")),
                3,
                2022
            ))
        );
        assert_eq!(
            read("OCOP-42-446-012-2019"),
            Some((
                CodeFormat::District,
                owned("42"),
                Some(owned("446")),
                None,
                12,
                2019
            ))
        );
        for written in [
            "",
            "42-18676-3",
            "42-18676-0-2026",
            "4-18676-3-2026",
            "42-186-7-3-2026",
            "42-18676-3-1998",
            "abc",
        ] {
            assert_eq!(ProductCode::parse(written), None, "{written}");
        }
    }
}
