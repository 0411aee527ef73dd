//! The addresses that a buyer keeps: seen and written on their own page, offered when they buy.

use accounts::SavedAddress;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{AccountId, Lang, SavedAddressId};
use web::addresses::{self, Typed};
use web::who::Session;
use web::{Code, Path, Problem, State};

use super::account::{Written, page};
use super::place::Whither;
use super::producer::place;
use crate::forms::{Faults, Form};
use crate::words::say;

/// An address as it is read.
pub(crate) struct Kept {
    pub(crate) id: SavedAddressId,
    pub(crate) name: String,
    pub(crate) said: String,
}

/// What somebody keeps, the newest first.
pub(crate) async fn kept(state: &State, account: AccountId) -> Result<Vec<Kept>, Problem> {
    let found = accounts::list_addresses(state.app.db.read(), account).await?;
    Ok(found.into_iter().map(read).collect())
}

fn read(saved: SavedAddress) -> Kept {
    let address = saved.address;
    let place = place(&address.commune_code, &address.province_code);
    Kept {
        id: saved.id,
        said: format!("{}, {place} · {}", address.street, address.phone),
        name: address.name,
    }
}

/// Keeps another.
pub(crate) async fn save(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Form,
) -> Result<Response, Problem> {
    let mut whither = Whither::typed(&form);
    let mut faults = Faults::default();
    let place = whither.find(&mut faults, lang);
    let typed = Typed {
        name: form.text("name"),
        phone: form.text("phone"),
        commune_code: place.as_ref().map_or("", |place| place.commune.as_str()),
        street: form.text("street"),
    };
    match typed.parse() {
        Ok(new) => {
            addresses::save(&state, session.account, &new).await?;
            let to = format!("/{}/account#addresses", lang.as_str());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if problem.code() == Code::Invalid => {
            // What is missing of the place is said beside the commune.
            faults.leave("/commune_code");
            faults.join(&problem, lang);
            faults.said = Some(say(lang, "checkout-look-again"));
            let written = Written {
                form,
                faults,
                whither,
            };
            page(&state, lang, &session, (None, written)).await
        }
        Err(problem) => Err(problem),
    }
}

/// Forgets one.
pub(crate) async fn forget(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<SavedAddressId>,
) -> Result<Response, Problem> {
    addresses::forget(&state, (session.account, id)).await?;
    let to = format!("/{}/account#addresses", lang.as_str());
    Ok(Redirect::to(&to).into_response())
}
