use axum::extract::{FromRequest, RawForm, Request};
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
