//! The call sheet: who telephones whom about what waits or reached nobody, what was answered, and
//! the act that is done on the spot, under a mandate.

mod answer;
mod hands;
mod list;
mod open;

pub use answer::{Act, Answered, answer};
pub use hands::hand_on;
pub use list::{Called, CalledOrder, Line, line, list};
pub(crate) use open::{not_shipped, paused, unanswered, unchecked, unreached};

use accounts::{Area, AreaKind, Identity};
use kernel::AccountId;
use store::Values;

/// Who looks at the sheet: an administrator sees every line, an official those of their places, a
/// deputy those that were handed to them. Nobody but an administrator sees a buyer's.
#[derive(Debug, Clone)]
pub struct Caller<'a> {
    /// Who is asking.
    pub identity: &'a Identity,
}

impl Caller<'_> {
    fn account(&self) -> AccountId {
        self.identity.account
    }

    /// The lines that they may see, as a condition on `c` with its values from `$first` on.
    fn clause(&self, first: usize) -> (String, Values) {
        if self.identity.is_admin() {
            return ("1 = 1".to_owned(), vec![]);
        }
        let mut values: Values = vec![self.account().uuid().into()];
        let mut places = vec![];
        for Area { kind, code } in self.identity.areas() {
            let column = match kind {
                AreaKind::Commune => "c.commune_code",
                AreaKind::Province => "c.province_code",
                AreaKind::Country => {
                    places.push("1 = 1".to_owned());
                    continue;
                }
            };
            places.push(format!("{column} = ${}", first + values.len()));
            values.push(code.into());
        }
        let places = if places.is_empty() {
            "1 = 0".to_owned()
        } else {
            places.join(" OR ")
        };
        let clause = format!(
            "c.side = 'producer' AND ((c.level = 'cooperative' AND c.handed_to = ${first}) \
             OR (c.level = 'commune' AND ({places})))"
        );
        (clause, values)
    }
}
