//! A form of the desk as it is shown: what is written down, or what was typed and what is wrong with
//! it.

use axum::http::StatusCode;
use kernel::Lang;
use web::{Code, Problem};

use super::remarks::Remarks;
use crate::forms::{Faults, Form};
use crate::words::say;

/// What was typed and could not be written.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    form: Form,
    faults: Faults,
    /// Somebody changed it meanwhile.
    stale: bool,
    status: StatusCode,
}

/// A form that is filled in over days: by several people, and with a reviewer's remarks.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    stored: Form,
    typed: Option<Form>,
    stale: bool,
    pub(super) faults: Faults,
    pub(super) remarks: Remarks,
}

impl Refused {
    /// What was typed with what was wrong already before it was tried, and what the problem says.
    pub(super) fn new(form: Form, mut faults: Faults, problem: &Problem, lang: Lang) -> Self {
        let stale = problem.code() == Code::Stale;
        faults.said = Some(match problem.code() {
            Code::Invalid => say(lang, "sheet-faults"),
            Code::Stale => say(lang, "sheet-stale"),
            Code::IdempotencyMismatch => say(lang, "sheet-again"),
            _ => problem.words(lang).1,
        });
        faults.join(problem, lang);
        Self {
            form,
            faults,
            stale,
            status: problem.http_status(),
        }
    }

    /// Whether such a problem is told beside what was typed.
    pub(super) fn is_told(problem: &Problem) -> bool {
        matches!(
            problem.code(),
            Code::Invalid | Code::Stale | Code::Conflict | Code::IdempotencyMismatch
        )
    }
}

impl Sheet {
    pub(super) fn new(stored: Form, refused: Option<Refused>, remarks: Remarks) -> Self {
        match refused {
            Some(refused) => Self {
                stored,
                typed: Some(refused.form),
                stale: refused.stale,
                faults: refused.faults,
                remarks,
            },
            None => Self {
                stored,
                remarks,
                ..Self::default()
            },
        }
    }

    /// The status of the answer that shows it.
    pub(super) fn status(refused: Option<&Refused>) -> StatusCode {
        refused.map_or(StatusCode::OK, |refused| refused.status)
    }

    /// What stands in a field.
    pub(super) fn value(&self, name: &str) -> &str {
        self.shown().text(name)
    }

    /// Whether a box is ticked, or an option chosen.
    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.shown().text(name) == value
    }

    /// What is written down now, where somebody changed it and it is other than what was typed.
    pub(super) fn differs(&self, name: &str) -> Option<&str> {
        let typed = self.typed.as_ref().filter(|_| self.stale)?;
        let stored = self.stored.text(name);
        let plain = |text: &str| text.replace('\r', "");
        (plain(typed.text(name)) != plain(stored)).then_some(stored)
    }

    /// The form as it is shown.
    pub(super) fn shown(&self) -> &Form {
        self.typed.as_ref().unwrap_or(&self.stored)
    }
}
