use kernel::Lang;
use web::Problem;

use crate::forms::{Faults, Form};

/// A form as it is shown: empty, or with what was typed and what is wrong with it.
#[derive(Default)]
pub(super) struct Filled {
    form: Form,
    pub(super) faults: Faults,
}

impl Filled {
    /// What was typed, with nothing wrong.
    pub(super) fn of(form: Form) -> Self {
        Self {
            form,
            faults: Faults::default(),
        }
    }

    /// What was typed, with what went wrong.
    pub(super) fn refused(form: Form, problem: &Problem, lang: Lang) -> Self {
        Self {
            form,
            faults: Faults::of(problem, lang),
        }
    }

    /// What was typed.
    pub(super) fn value(&self, name: &str) -> &str {
        self.form.text(name)
    }
}
