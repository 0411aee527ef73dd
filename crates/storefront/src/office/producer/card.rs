use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use kernel::{AccountId, Day, Lang};
use web::who::Official;
use web::{Path, Problem, State};

use crate::office::desk::shown;
use crate::shell::Shell;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "office/card.html")]
struct Page {
    shell: Shell,
    name: String,
    /// Where one signs in, as it is typed.
    site: String,
    until: String,
    id: String,
    codes: Vec<Printed>,
}

/// A code in two halves, and as a QR code that opens the sign-in with it filled in. What stands
/// behind the # is never sent to a server, nor written into its log.
struct Printed {
    head: String,
    tail: String,
    qr: String,
}

/// Issues a card with sign-in codes in place of the one before: they are shown here and nowhere
/// again.
pub(crate) async fn issue(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(account): Path<AccountId>,
) -> Result<Response, Problem> {
    official.must_know(&state, account).await?;
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    let to = (account, None);
    let card = accounts::issue_card(&tx, to, official.actor, app.codes(), now).await?;
    let holder = accounts::account(&tx, account).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let shell = Shell::new(&state, lang, "/office".to_owned(), say(lang, "office-card"));
    let printed = |code: &String| printed(&shell.origin, code);
    let until = [("day", Day::of(card.expires_at).display_vi())];
    let site = shell.origin.split("://").last().unwrap_or_default();
    shown(&Page {
        name: holder.name,
        site: format!("{site}/vi/sign-in"),
        until: say_with(lang, "office-card-until", &until),
        id: card.id.to_string(),
        codes: card.codes.iter().map(printed).collect::<Result<_, _>>()?,
        shell,
    })
}

fn printed(origin: &str, code: &str) -> Result<Printed, Problem> {
    let (head, tail) = code.split_at_checked(4).unwrap_or((code, ""));
    Ok(Printed {
        head: head.to_owned(),
        tail: tail.to_owned(),
        qr: media::qr_svg(&format!("{origin}/vi/sign-in#code={code}"))?,
    })
}
