//! Forms as browsers send them, and what was wrong with them.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::extract::{FromRequest, RawForm, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::Lang;
use web::{Code, Problem};

/// The fields of a form in the order in which they stand, one name as often as it stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = RawForm::from_request(request, state).await;
        let RawForm(bytes) = form.map_err(|refused| match refused.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(Code::UnsupportedMediaType),
            _ => Problem::new(Code::Malformed),
        })?;
        Self::parse(&bytes)
    }
}

impl FromIterator<(String, String)> for Form {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Form {
    /// The fields of a form or of a query. The character NUL is of no text that is kept.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().collect();
        match fields.iter().find(|(_, value)| value.contains('\0')) {
            Some((name, _)) => Err(Problem::field(format!("/{name}"), "invalid")),
            None => Ok(Self(fields)),
        }
    }

    /// A form as it would have been typed.
    pub(crate) fn of<const N: usize>(fields: [(&str, String); N]) -> Self {
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        Self(fields.to_vec())
    }

    /// The same, with what stands in a field.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What was typed into the first field of a name, blanks at its ends left out.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The same; none where nothing was typed.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The fields in the order in which they stand.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.iter();
        fields.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A value that is written in a form of its own, such as a day; none where nothing was typed.
    pub(crate) fn read<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        let read = self.filled(name).map(str::parse).transpose();
        read.map_err(|_other| Problem::field(format!("/{name}"), "invalid"))
    }

    /// The same, where it must be there.
    pub(crate) fn must<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let missing = || Problem::field(format!("/{name}"), "required");
        self.read(name)?.ok_or_else(missing)
    }

    /// All of it, the same for the same form: by this a form sent twice is known.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut all = form_urlencoded::Serializer::new(String::new());
        all.extend_pairs(&self.0);
        all.finish().into_bytes()
    }

    /// What was typed into the fields whose names begin so, by the rest of the name.
    pub(crate) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let fields = self.0.iter();
        fields.filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.trim())))
    }
}

/// What is wrong with a form: each fault beside its field, the rest above it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    /// What is wrong with the whole.
    pub(crate) said: Option<String>,
    /// What to look at before it is sent once more, though nothing is wrong.
    pub(crate) noted: Option<String>,
    fields: BTreeMap<String, String>,
}

impl Faults {
    /// Nothing but what is wrong with the whole.
    pub(crate) fn whole(said: String) -> Self {
        Self {
            said: Some(said),
            ..Self::default()
        }
    }

    /// Nothing is wrong, but there is something to look at.
    pub(crate) fn noted(noted: String) -> Self {
        Self {
            noted: Some(noted),
            ..Self::default()
        }
    }

    /// The faults of a problem, by the pointers of its fields.
    pub(crate) fn of(problem: &Problem, lang: Lang) -> Self {
        let faults = problem.faults(lang).into_iter();
        Self {
            said: Some(problem.words(lang).1),
            fields: faults.map(|(at, said)| (at.to_owned(), said)).collect(),
            ..Self::default()
        }
    }

    /// What is wrong with the field at a pointer.
    pub(crate) fn at(&self, pointer: &str) -> Option<&str> {
        let said = self.fields.get(pointer).map(String::as_str);
        said.filter(|said| !said.is_empty())
    }

    /// Says that a field is wrong.
    pub(crate) fn add(&mut self, pointer: &str, said: String) {
        self.fields.entry(pointer.to_owned()).or_insert(said);
    }

    /// Says nothing of a field of which enough was said elsewhere.
    pub(crate) fn leave(&mut self, pointer: &str) {
        self.fields.entry(pointer.to_owned()).or_default();
    }

    /// Adds the faults of a problem where nothing was said so far.
    pub(crate) fn join(&mut self, problem: &Problem, lang: Lang) {
        for (pointer, said) in problem.faults(lang) {
            self.add(pointer, said);
        }
    }

    /// Every field of which something is said, by its pointer.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let said = self.fields.iter().filter(|(_, said)| !said.is_empty());
        said.map(|(at, said)| (at.as_str(), said.as_str()))
    }

    /// Whether nothing is wrong.
    pub(crate) fn none(&self) -> bool {
        self.said.is_none() && self.fields.is_empty()
    }
}
