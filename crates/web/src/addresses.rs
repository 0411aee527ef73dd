//! Addresses that people keep, as both front doors take them.

use accounts::NewAddress;
use kernel::{AccountId, Phone, SavedAddressId, text};

use crate::State;
use crate::problem::{FieldError, Problem};

/// An address as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed<'a> {
    /// Who receives there.
    pub name: &'a str,
    /// Where they are called.
    pub phone: &'a str,
    /// Five digits.
    pub commune_code: &'a str,
    /// House, street, hamlet.
    pub street: &'a str,
}

impl Typed<'_> {
    /// As it is kept, or every field that is wrong.
    pub fn parse(&self) -> Result<NewAddress, Problem> {
        let mut wrong = vec![];
        let mut line = |pointer: &str, typed: &str, most: usize| {
            let line = text::clean(typed);
            if line.is_empty() {
                wrong.push(FieldError::new(pointer, "required"));
            } else if line.chars().count() > most || line.chars().any(char::is_control) {
                wrong.push(FieldError::new(pointer, "invalid"));
            }
            line
        };
        let (name, street) = (
            line("/name", self.name, 100),
            line("/street", self.street, 200),
        );
        let phone = Phone::parse(self.phone).ok();
        if phone.is_none() {
            wrong.push(FieldError::new("/phone", "phone"));
        }
        let commune = reference::commune(self.commune_code);
        let commune = commune.filter(|commune| commune.valid_until.is_none());
        if commune.is_none() {
            wrong.push(FieldError::new("/commune_code", "unknown"));
        }
        match (phone, commune) {
            (Some(phone), Some(commune)) if wrong.is_empty() => Ok(NewAddress {
                name,
                phone: phone.as_str().to_owned(),
                province_code: commune.province.to_owned(),
                commune_code: commune.code.to_owned(),
                street,
            }),
            _ => Err(Problem::invalid(wrong)),
        }
    }
}

/// Keeps an address of somebody.
pub async fn save(
    state: &State,
    account: AccountId,
    new: &NewAddress,
) -> Result<SavedAddressId, Problem> {
    let tx = store::write(&state.app.db).await?;
    let id = accounts::save_address(&tx, account, new, state.app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(id)
}

/// Forgets an address of somebody.
pub async fn forget(state: &State, whose: (AccountId, SavedAddressId)) -> Result<(), Problem> {
    let tx = store::write(&state.app.db).await?;
    accounts::forget_address(&tx, whose).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
