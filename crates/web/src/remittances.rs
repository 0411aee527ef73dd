//! What a carrier handed on, as people write it down, at both front doors.

use kernel::{Day, ProducerId, Vnd, text};
use payments::bank::BadStatement;
use payments::remit::{self, NewRemittance, Remitted};

use crate::problem::{FieldError, Problem};

/// The most that one box may say.
const MOST: Vnd = Vnd(1_000_000_000_000);
/// So many boxes are told by hand at once.
const LINES: usize = 1_000;

/// Who handed it on, under their own number.
pub fn told(
    (carrier, reference): (&str, &str),
    received_on: Day,
    producer: Option<ProducerId>,
) -> Result<NewRemittance, Problem> {
    Ok(NewRemittance {
        carrier: short("/carrier", carrier)?,
        reference: short("/reference", reference)?,
        received_on,
        producer,
    })
}

fn short(pointer: &'static str, typed: &str) -> Result<String, Problem> {
    let typed = text::clean(typed);
    if typed.is_empty() || typed.chars().count() > 60 || typed.chars().any(char::is_control) {
        return Err(Problem::field(pointer, "required"));
    }
    Ok(typed)
}

/// The boxes, each with its code and what was collected for it.
pub fn lines(told: Vec<(String, Vnd)>) -> Result<Vec<Remitted>, Problem> {
    if told.is_empty() || told.len() > LINES {
        return Err(Problem::field("/lines", "invalid"));
    }
    let line = |(at, (code, amount)): (usize, (String, Vnd))| {
        if amount <= Vnd::ZERO || amount > MOST {
            return Err(Problem::field(format!("/lines/{at}/amount"), "invalid"));
        }
        let code = text::clean(&code);
        if code.is_empty() || code.chars().count() > 60 {
            return Err(Problem::field(format!("/lines/{at}/code"), "required"));
        }
        Ok(Remitted { code, amount })
    };
    told.into_iter().enumerate().map(line).collect()
}

/// The boxes as a person types them, one a row; the first row that is none is named.
pub fn typed(text: &str) -> Result<Vec<Remitted>, Problem> {
    let told = remit::typed(text).map_err(|bad| {
        let row = match bad {
            BadStatement::Rows(faults) => faults.first().map_or(1, |fault| fault.line),
            BadStatement::NoHeading | BadStatement::TooLong(_) => 1,
        };
        let error = FieldError::new("/lines", "remitted_row").with("line", &row);
        Problem::invalid(vec![error])
    })?;
    if told.is_empty() {
        return Err(Problem::field("/lines", "required"));
    }
    lines(
        told.into_iter()
            .map(|line| (line.code, line.amount))
            .collect(),
    )
}

/// What a person says of how something was settled.
pub fn note(typed: &str) -> Result<String, Problem> {
    let note = text::clean(typed);
    if note.is_empty() || note.chars().count() > 200 {
        return Err(Problem::field("/note", "required"));
    }
    Ok(note)
}
