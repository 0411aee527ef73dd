use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use kernel::{Clock, Day};
use store::{Db, Shared};

use crate::settings::Settings;
use crate::{folder, node, out, secret};

/// What a look at one thing found.
enum Finding {
    /// As it should be.
    Good(String),
    /// It works, but somebody should know.
    Mind(String),
    /// It does not work, and what to do.
    Bad(String),
}

use Finding::{Bad, Good, Mind};

/// `doctor`: one line a thing, with what to do; ends with 1 where anything does not work.
/// `--go-live` minds more: what a market may lack on a desk, it may not lack in public.
pub(crate) async fn run(settings: &Settings, go_live: bool) -> Result<ExitCode> {
    let mut findings = vec![
        folder(&settings.data.dir),
        key(settings),
        mail(settings),
        texts(settings),
        address(settings),
        custody(settings),
        cards(settings),
    ];
    findings.push(shared(settings).await);
    match node::existing(settings).await {
        Ok(db) => {
            findings.extend(database(&db).await);
            findings.push(holidays(&db, Day::of(Clock::System.now())).await);
            db.close().await;
        }
        Err(err) => findings.push(Bad(format!(
            "the database does not answer: {err:#}; see database.url"
        ))),
    }
    let mut healthy = true;
    for finding in findings {
        match finding {
            Good(what) => out::say(format_args!("good  {what}")),
            Mind(what) if !go_live => out::say(format_args!("mind  {what}")),
            Mind(what) | Bad(what) => {
                healthy = false;
                out::say(format_args!("BAD   {what}"));
            }
        }
    }
    Ok(if healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn folder(data: &Path) -> Finding {
    let probe = data.join(".doctor");
    let written = folder::make(data)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe));
    match written {
        Ok(()) => Good(format!("{} can be written", data.display())),
        Err(err) => Bad(format!(
            "data.dir {} cannot be written: {err}",
            data.display()
        )),
    }
}

fn cards(settings: &Settings) -> Finding {
    match settings.cards() {
        Ok(None) => Good("no cards are taken: stripe.secret_key is not set".into()),
        Ok(Some(cards)) if cards.is_test() => {
            Mind("cards are taken with a test key: no money moves".into())
        }
        Ok(Some(_)) => Good("cards are taken with a live key".into()),
        Err(err) => Bad(format!("cards: {err}")),
    }
}

fn key(settings: &Settings) -> Finding {
    match secret::open(&settings.secret.key, &settings.data.dir) {
        Ok(_) => Good("the secret is there, for its owner alone".into()),
        Err(err) => Bad(format!("the secret: {err:#}")),
    }
}

fn mail(settings: &Settings) -> Finding {
    if !settings.smtp.url.is_empty() {
        return Good("mail goes by SMTP".into());
    }
    let folder = &settings.mail.folder;
    if folder.as_os_str().is_empty() {
        Mind("nobody gets mail: set smtp.url, or mail.folder to look at it".into())
    } else {
        Mind(format!(
            "mail is only written into {}: set smtp.url",
            folder.display()
        ))
    }
}

/// A gateway that can be opened is not yet one that answers: only a message would tell.
fn texts(settings: &Settings) -> Finding {
    let told = settings.notices();
    match (&told.text_gateway, &told.text_folder) {
        (Some(_), _) => match notifications::Channels::open(&told) {
            Ok(_) => Good(format!("text messages go to the gateway, as {:?} takes them", told.text_carrier)),
            Err(err) => Bad(format!("{err}: see text.gateway_url and text.gateway_key")),
        },
        (None, Some(folder)) => Mind(format!(
            "text messages are only written into {}: set text.gateway_url",
            folder.display()
        )),
        (None, None) => Mind(
            "who has no e-mail gets calls alone: set text.gateway_url, or text.folder for another program".into(),
        ),
    }
}

/// Whoever runs the market reads it at each look: holding others' money needs a licence.
fn custody(settings: &Settings) -> Finding {
    match settings.transfers() {
        market::Transfers::ToProducer => {
            Good("transfers go to the producers' own accounts: the market holds no money".into())
        }
        market::Transfers::ToMarket(market) => Good(format!(
            "the market takes its buyers' money to account {} under the licence \"{}\": it must hold \
             (Decree 52/2024/ND-CP); see payments.vietqr_custody",
            market.account.account, market.licence
        )),
    }
}

fn address(settings: &Settings) -> Finding {
    let url = settings.public_url();
    if url.starts_with("https://") {
        Good(format!("links lead to {url}"))
    } else {
        Mind(format!(
            "links lead to {url}: set http.public_url to an https address"
        ))
    }
}

/// Nothing depends on Redis, so that its absence is never bad.
async fn shared(settings: &Settings) -> Finding {
    let Some(url) = settings.redis() else {
        return Good("each node counts its own limits: no redis.url".into());
    };
    // Only what is asked for is asked: no key is needed for that.
    let answered = match Shared::open(Some(&url), &kernel::Secret::random()) {
        Ok(shared) => shared.ping().await,
        Err(err) => return Bad(err.to_string()),
    };
    match answered {
        Ok(()) => Good("Redis answers: nodes share their limits and wake each other".into()),
        Err(err) => Mind(format!(
            "Redis does not answer ({err}): orders go on, each node counts its own limits and looks \
             at the feed four times a second; see redis.url"
        )),
    }
}

/// So many days before the known holidays end, the next year's are asked for.
const HOLIDAYS_AHEAD: i64 = 14;

/// Tết is announced anew each year: a market that nobody told of it takes it for working days.
async fn holidays(db: &Db, today: Day) -> Finding {
    let after = "after that working days are Monday to Friday alone: add the year to the rules \
                 (calendar.holidays) once the government has announced it";
    match rules::holidays(db.read())
        .await
        .map(|known| known.known_until)
    {
        Ok(Some(until)) if today.plus_days(HOLIDAYS_AHEAD) <= until => {
            Good(format!("public holidays are known until {until}; {after}"))
        }
        Ok(Some(until)) => Mind(format!(
            "public holidays are known until {until} only; {after}"
        )),
        Ok(None) => Mind(format!("no public holidays are known; {after}")),
        Err(err) => Bad(format!("the public holidays cannot be read: {err}")),
    }
}

/// Where our books and another's say different things, nothing is mended until somebody has looked.
async fn books(db: &Db) -> Finding {
    match payments::unsettled(db.read()).await {
        Ok(None) => Good(
            "our books, the bank's and the card company's say the same, as far as compared".into(),
        ),
        Ok(Some((count, oldest))) => Mind(format!(
            "{count} differences between two books wait for somebody to look into them, the oldest since {}: \
             see GET /api/v1/admin/discrepancies, find out what is right, and say what you found \
             (POST /api/v1/admin/discrepancies/{{id}}/settle)",
            Day::of(oldest)
        )),
        Err(err) => Bad(format!(
            "the differences between books cannot be read: {err}"
        )),
    }
}

async fn database(db: &Db) -> Vec<Finding> {
    let schema = match store::pending(db).await {
        Ok(missing) if missing.is_empty() => Good("the schema is up to date".into()),
        Ok(missing) => Bad(format!(
            "the schema lacks {}: run `ocop-market migrate up`",
            missing.join(", ")
        )),
        Err(err) => Bad(format!("the schema cannot be read: {err}")),
    };
    let unsent = match notifications::list_dead(db.read(), "dead").await {
        Ok(dead) if dead.is_empty() => Good("no notice is stuck".into()),
        Ok(dead) => Mind(format!(
            "{} notices could not be delivered: see GET /api/v1/admin/deliveries",
            dead.len()
        )),
        Err(err) => Bad(format!("the deliveries cannot be read: {err}")),
    };
    let undone = match jobs::list_dead(db.read()).await {
        Ok(dead) if dead.is_empty() => Good("no job is stuck".into()),
        Ok(dead) => Mind(format!(
            "{} jobs could not be done: see GET /api/v1/admin/jobs",
            dead.len()
        )),
        Err(err) => Bad(format!("the jobs cannot be read: {err}")),
    };
    vec![schema, unsent, undone, books(db).await]
}
