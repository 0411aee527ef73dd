use std::str::FromStr;

use axum::extract::{FromRequest, RawForm, Request};
use kernel::Lang;
use web::{Code, Problem};

/// The fields of a form in the order in which they stand, one name as often as it stands.
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = RawForm::from_request(request, state).await;
        let RawForm(bytes) = form.map_err(|_not_a_form| Problem::new(Code::Malformed))?;
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

impl Fields {
    /// The first value of a name; none where it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(field, _)| field == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }
}

impl Fields {
    /// A value that is written in a form of its own, such as a day.
    pub(super) fn read<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        let read = self.get(name).map(str::parse).transpose();
        read.map_err(|_other| Problem::field(format!("/{name}"), "invalid"))
    }

    /// The same, where it must be there.
    pub(super) fn must<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let missing = || Problem::field(format!("/{name}"), "required");
        self.read(name)?.ok_or_else(missing)
    }

    /// What was typed, with what went wrong.
    pub(super) fn refused(self, problem: &Problem, lang: Lang) -> Filled {
        let faults = problem.faults(lang).into_iter();
        Filled {
            typed: self.0,
            faults: faults.map(|(at, said)| (at.to_owned(), said)).collect(),
            said: Some(problem.words(lang).1),
        }
    }
}

/// A form as it is shown: empty, or with what was typed and what is wrong with it.
#[derive(Default)]
pub(super) struct Filled {
    typed: Vec<(String, String)>,
    faults: Vec<(String, String)>,
    /// What went wrong with the whole.
    pub(super) said: Option<String>,
}

impl Filled {
    /// What was typed.
    pub(super) fn value(&self, name: &str) -> &str {
        let found = self.typed.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// What is wrong with a field.
    pub(super) fn fault(&self, name: &str) -> Option<&str> {
        let at = |pointer: &str| pointer.trim_start_matches('/') == name;
        let found = self.faults.iter().find(|(pointer, _)| at(pointer));
        found.map(|(_, said)| said.as_str())
    }
}
