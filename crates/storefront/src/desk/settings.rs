//! One's face, where one is paid, on which days one is closed, and whether the shop is open.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::bank_accounts;
use kernel::{Closures, Day, Lang, ProducerId, Timestamp};
use web::who::{Member, Session};
use web::{Code, Path, Problem, State};

use super::acting::{Acting, asked_for, settings};
use super::portrait::Face;
use crate::clock::moment;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::signed_in;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "desk/settings.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    faults: Faults,
    form: Form,
    face: Face,
    paused: bool,
    /// The days on which one is closed, as they are typed: one a line.
    closed: String,
    owner: bool,
    accounts: Vec<Account>,
    /// A new account may be named now; else one signs in once more.
    fresh: bool,
    /// Where one signs in once more and comes back.
    again: String,
    banks: Vec<&'static reference::Bank>,
}

/// What is told on the page beside what stands there.
pub(super) enum Refused<'a> {
    /// Nothing.
    None,
    /// A form, and what is wrong with it.
    Form(Form, &'a Problem),
    /// What is wrong with a picture.
    Face(&'a Problem),
}

struct Account {
    said: String,
    name: String,
    when: String,
    waits: bool,
}

/// The settings of a producer.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    page(&state, lang, &member, Refused::None).await
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    refused: Refused<'_>,
) -> Result<Response, Problem> {
    let (form, refused, spoilt) = match refused {
        Refused::None => (Form::default(), None, None),
        Refused::Form(form, problem) => (form, Some(problem), None),
        Refused::Face(problem) => (Form::default(), None, Some(problem)),
    };
    let status = refused
        .or(spoilt)
        .map_or(StatusCode::OK, Problem::http_status);
    let (db, now) = (state.app.db.read(), state.app.now());
    let producer = catalog::producers::find(db, member.producer).await?;
    let closed = catalog::closures(db, member.producer, now).await?;
    let closed = closed.iter().map(|day| day.display_vi());
    let owner = member.must_be(MemberRole::Owner).is_ok();
    let path = settings(lang, member.producer);
    let page = Page {
        shell: Shell::new(
            state,
            lang,
            "/producer/settings".to_owned(),
            say(lang, "desk-settings"),
        ),
        acting: Acting::of(state, lang, member).await?,
        producer: member.producer,
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        face: Face::of(state, lang, (member, &producer), spoilt).await?,
        paused: producer.paused_until.is_some_and(|until| until > now),
        closed: match form.filled("days") {
            Some(typed) => typed.to_owned(),
            None => closed.collect::<Vec<_>>().join("\n"),
        },
        accounts: if owner {
            accounts(state, lang, member.producer, now).await?
        } else {
            vec![]
        },
        fresh: member.session.is_fresh(now),
        again: signed_in::address(lang, &path),
        banks: reference::banks()
            .iter()
            .filter(|bank| bank.vietqr)
            .collect(),
        owner,
        form,
    };
    personal(status, &page)
}

async fn accounts(
    state: &State,
    lang: Lang,
    producer: ProducerId,
    now: Timestamp,
) -> Result<Vec<Account>, Problem> {
    let versions = bank_accounts::list(state.app.db.read(), producer).await?;
    let mut current = false;
    let mut account = |version: bank_accounts::Version| {
        let waits = version.effective_at > now;
        let past = !waits && std::mem::replace(&mut current, true);
        let key = match (waits, past) {
            (true, _) => "desk-account-waits",
            (false, false) => "desk-account-holds",
            (false, true) => "desk-account-past",
        };
        let bank = reference::bank(&version.account.bank_bin).map_or("", |bank| bank.short);
        Account {
            said: format!("{bank} {}", version.account.account),
            name: version.account.account_name,
            when: say_with(lang, key, &[("from", moment(version.effective_at))]),
            waits,
        }
    };
    Ok(versions.into_iter().map(&mut account).collect())
}

/// Changes one of the settings.
pub(crate) async fn change(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(what): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    match changed(&state, &member, &what, &form).await {
        Ok(()) => Ok(Redirect::to(&settings(lang, member.producer)).into_response()),
        Err(problem) if problem.code() == Code::Invalid => {
            page(&state, lang, &member, Refused::Form(form, &problem)).await
        }
        Err(problem) if problem.code() == Code::ReauthenticationRequired => {
            let back = settings(lang, member.producer);
            Ok(Redirect::to(&signed_in::address(lang, &back)).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn changed(state: &State, member: &Member, what: &str, form: &Form) -> Result<(), Problem> {
    let (app, producer, actor) = (&state.app, member.producer, member.actor);
    let now = app.now();
    match what {
        "resume" => {
            member.must_be(MemberRole::Packer)?;
            market::resume(&app.db, producer, actor, now).await?;
        }
        "portrait-remove" => {
            member.must_be(MemberRole::Editor)?;
            let tx = store::write(&app.db).await?;
            catalog::portraits::remove(&tx, producer, (actor, now)).await?;
            tx.commit().await.map_err(store::Error::from)?;
        }
        "closures" => {
            member.must_be(MemberRole::Packer)?;
            let days = days(form.text("days"), Day::of(now))?;
            let tx = store::write(&app.db).await?;
            catalog::close_on(&tx, producer, &days, actor, now).await?;
            tx.commit().await.map_err(store::Error::from)?;
        }
        "bank-account" => {
            member.must_be(MemberRole::Owner)?;
            member.session.must_be_fresh(state)?;
            let (bin, number) = (form.text("bank_bin"), form.text("account"));
            let account = bank_accounts::parse(bin, number, form.text("account_name"))?;
            let tx = store::write(&app.db).await?;
            bank_accounts::change(&tx, producer, &account, actor, now).await?;
            tx.commit().await.map_err(store::Error::from)?;
        }
        "bank-account-withdraw" => {
            member.must_be(MemberRole::Owner)?;
            member.session.must_be_fresh(state)?;
            let tx = store::write(&app.db).await?;
            bank_accounts::withdraw(&tx, producer, actor, now).await?;
            tx.commit().await.map_err(store::Error::from)?;
        }
        _ => return Err(Problem::new(Code::NotFound)),
    }
    Ok(())
}

/// Days as people write them, one a line: `30/04/2027`. Today's goes by itself.
fn days(typed: &str, today: Day) -> Result<Closures, Problem> {
    let wrong = || Problem::field("/days", "day_by_line");
    let mut days = Closures::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut parts = line.splitn(3, '/').map(str::trim);
        let mut part = || {
            parts
                .next()
                .and_then(|part| part.parse::<u32>().ok())
                .ok_or_else(wrong)
        };
        let (day, month, year) = (part()?, part()?, part()?);
        let day: Day = format!("{year:04}-{month:02}-{day:02}")
            .parse()
            .map_err(|_no_day| wrong())?;
        if day != today {
            days.insert(day);
        }
    }
    Ok(days)
}
