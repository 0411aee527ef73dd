//! Who belongs to the producer, who is invited, and who acts for it under a mandate.

use accounts::{Basis, Login, MandateRow, MemberRole, NewInvitation, NewMandate, Scope};
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{AccountId, Day, InvitationId, Lang, MandateId, ProducerId, Timestamp};
use web::who::{Member, Session};
use web::{Code, Path, Problem, State};

use super::acting::{Acting, asked_for, page as address};
use crate::clock::moment;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::signed_in;
use crate::words::{say, say_with};

const PATH: &str = "/producer/members";
/// The roles that a member may have, the least first.
const ROLES: [MemberRole; 3] = [MemberRole::Packer, MemberRole::Editor, MemberRole::Owner];
/// How far a mandate goes.
const SCOPES: [Scope; 3] = [Scope::Orders, Scope::Listings, Scope::All];
/// What is said on the page, with what was typed still in its fields.
const REFUSED: [Code; 4] = [
    Code::Invalid,
    Code::Conflict,
    Code::NotFound,
    Code::RateLimited,
];

#[derive(Template)]
#[template(path = "desk/members.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    faults: Faults,
    form: Form,
    owner: bool,
    /// What asks again may be done now; else one signs in once more.
    fresh: bool,
    again: String,
    members: Vec<Belongs>,
    invited: Vec<Invited>,
    mandates: Vec<Mandate>,
    roles: Vec<(&'static str, String)>,
    scopes: Vec<(&'static str, String)>,
}

struct Belongs {
    account: AccountId,
    name: String,
    role: String,
    code: &'static str,
    since: String,
    /// The reader.
    oneself: bool,
}

struct Invited {
    id: InvitationId,
    login: String,
    said: String,
}

struct Mandate {
    id: MandateId,
    name: String,
    scope: String,
    said: String,
    basis: String,
    runs: bool,
}

/// The people of a producer.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    page(&state, lang, &member, (Form::default(), None)).await
}

async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    (form, refused): (Form, Option<&Problem>),
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let owner = member.must_be(MemberRole::Owner).is_ok();
    let invitations = if owner {
        accounts::list_invitations(db, member.producer, now).await?
    } else {
        vec![]
    };
    let members = accounts::list_members(db, member.producer).await?;
    let mandates = accounts::list_mandates(db, member.producer).await?;
    let title = say(lang, "desk-members");
    let page = Page {
        shell: Shell::new(state, lang, PATH.to_owned(), title),
        acting: Acting::of(state, lang, member).await?,
        producer: member.producer,
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        owner,
        fresh: member.session.is_fresh(now),
        again: signed_in::address(lang, &address(lang, PATH, member.producer)),
        members: members
            .into_iter()
            .map(|one| belongs(one, member.session.account, lang))
            .collect(),
        invited: invitations
            .into_iter()
            .map(|one| invited(one, lang))
            .collect(),
        mandates: mandates
            .into_iter()
            .map(|one| mandate(one, now, lang))
            .collect(),
        roles: ROLES
            .map(|role| (role.as_str(), role_name(role, lang)))
            .to_vec(),
        scopes: SCOPES
            .map(|scope| (scope.as_str(), scope_name(scope.as_str(), lang)))
            .to_vec(),
        form,
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

fn role_name(role: MemberRole, lang: Lang) -> String {
    say(lang, &format!("desk-as-{}", role.as_str()))
}

fn scope_name(scope: &str, lang: Lang) -> String {
    say(lang, &format!("desk-scope-{scope}"))
}

fn belongs(member: accounts::Member, reader: AccountId, lang: Lang) -> Belongs {
    let since = Day::of(member.added_at).display_vi();
    Belongs {
        account: member.account,
        name: member.name,
        role: role_name(member.role, lang),
        code: member.role.as_str(),
        since: say_with(lang, "desk-member-since", &[("day", since)]),
        oneself: member.account == reader,
    }
}

fn invited(invitation: accounts::Invitation, lang: Lang) -> Invited {
    let facts = [
        ("role", role_name(invitation.role, lang)),
        ("until", moment(invitation.expires_at)),
    ];
    Invited {
        id: invitation.id,
        login: invitation.contact,
        said: say_with(lang, "desk-invited-as", &facts),
    }
}

fn mandate(row: MandateRow, now: Timestamp, lang: Lang) -> Mandate {
    let runs = row.revoked_at.is_none() && row.until.is_none_or(|until| until > now);
    let day = |at| Day::of(at).display_vi();
    let from = ("from", day(row.from));
    let said = match (row.revoked_at, row.until) {
        (Some(at), _) => say_with(lang, "desk-mandate-revoked", &[from, ("until", day(at))]),
        (None, Some(until)) => say_with(lang, "desk-mandate-until", &[from, ("until", day(until))]),
        (None, None) => say_with(lang, "desk-mandate-open", &[from]),
    };
    let basis = say(lang, &format!("desk-basis-{}", row.basis));
    Mandate {
        id: row.id,
        name: row.name,
        scope: scope_name(&row.scope, lang),
        said,
        basis: match row.evidence {
            Some(evidence) => format!("{basis}: {evidence}"),
            None => basis,
        },
        runs,
    }
}

/// Changes who belongs to the producer or acts for it.
pub(crate) async fn change(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(what): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    let own = address(lang, PATH, member.producer);
    match changed(&state, &member, &what, &form).await {
        // Who has left has no page there any more.
        Ok(()) if what == "leave" => {
            Ok(Redirect::to(&format!("/{}/producer", lang.as_str())).into_response())
        }
        Ok(()) => Ok(Redirect::to(&own).into_response()),
        Err(problem) if problem.code() == Code::ReauthenticationRequired => {
            Ok(Redirect::to(&signed_in::address(lang, &own)).into_response())
        }
        Err(problem) if REFUSED.contains(&problem.code()) => {
            page(&state, lang, &member, (form, Some(&problem))).await
        }
        Err(problem) => Err(problem),
    }
}

async fn changed(state: &State, member: &Member, what: &str, form: &Form) -> Result<(), Problem> {
    match what {
        "leave" => return web::members::end(state, member, member.session.account).await,
        "remove" => return web::members::end(state, member, form.must("account")?).await,
        "mandate-revoke" => {
            return web::members::revoke(state, member, form.must("mandate")?).await;
        }
        _ => {}
    }
    member.must_be(MemberRole::Owner)?;
    member.session.must_be_fresh(state)?;
    let (app, producer, actor, now) = (&state.app, member.producer, member.actor, state.app.now());
    let role = || {
        let role = MemberRole::parse(form.text("role"));
        role.ok_or_else(|| Problem::field("/role", "role"))
    };
    let mandate = match what {
        "mandate" => Some(new_mandate(state, producer, form).await?),
        _ => None,
    };
    let tx = store::write(&app.db).await?;
    match what {
        "role" => {
            let member = (form.must("account")?, role()?);
            accounts::change_member(&tx, producer, member, actor, now).await?;
        }
        "invite" => {
            let (login, role) = (login(form)?, role()?);
            let new = NewInvitation {
                producer,
                login,
                role,
                actor,
            };
            accounts::invite(&tx, &new, app.codes(), now).await?;
        }
        "withdraw" => {
            accounts::revoke_invitation(&tx, producer, form.must("invitation")?, actor, now)
                .await?;
        }
        "mandate" => {
            if let Some(new) = mandate {
                accounts::grant_mandate(&tx, &new, actor, now).await?;
                market::calls::hand_on(&tx, producer, now).await?;
            }
        }
        _ => return Err(Problem::new(Code::NotFound)),
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

fn login(form: &Form) -> Result<Login, Problem> {
    let typed = form.filled("login");
    let typed = typed.ok_or_else(|| Problem::field("/login", "required"))?;
    Login::parse(typed).ok_or_else(|| Problem::field("/login", "invalid"))
}

/// The owner's own word: to whom, how far, until the end of which day.
async fn new_mandate(
    state: &State,
    producer: ProducerId,
    form: &Form,
) -> Result<NewMandate, Problem> {
    let account = match form.filled("holder") {
        None => return Err(Problem::field("/holder", "required")),
        Some(typed) => match Login::parse(typed) {
            Some(login) => accounts::proven(state.app.db.read(), &login).await?,
            None => None,
        },
    };
    let scope = Scope::parse(form.text("scope"));
    let until = form.read::<Day>("until")?.map(Day::end);
    if until.is_some_and(|until| until <= state.app.now()) {
        return Err(Problem::field("/until", "invalid"));
    }
    Ok(NewMandate {
        producer,
        account: account.ok_or_else(|| Problem::field("/holder", "login_unproven"))?,
        scope: scope.ok_or_else(|| Problem::field("/scope", "unknown_value"))?,
        basis: Basis::Code,
        evidence: None,
        paper: None,
        until,
    })
}
