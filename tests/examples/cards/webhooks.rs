use std::time::Instant;

use futures_util::future::join_all;
use jobs::Outcome;
use scenarios::{App, Fake, WEBHOOK_SECRET, signature};
use store::Sent;

use crate::replay::Bare;
use crate::{fill, market, stand_in};

/// So many are heard at a time, and followed, as the worker does.
const TOGETHER: usize = 8;

/// What some webhooks sent to the database: as they were heard, taken up, followed and put away.
#[derive(Default)]
pub(crate) struct Turn {
    pub(crate) heard: Vec<Vec<Sent>>,
    pub(crate) taken: Vec<Sent>,
    pub(crate) followed: Vec<Vec<Sent>>,
    pub(crate) put_away: Vec<Sent>,
}

/// So many webhooks, by the market and then by a bare loop of what it sent: how many a second of each.
pub(crate) async fn compared([url, other]: [&str; 2], many: usize) -> (f64, f64) {
    let fake = stand_in().await;
    let intents = fill::intents(&fake, many).await;
    // The same, down to each id, on both.
    let twin = market(other, &fake, &intents).await;
    let app = market(url, &fake, &intents).await;
    for intent in &intents {
        fake.pay(intent, "pm_card_visa").unwrap();
    }
    let words = words(&app, &fake);
    assert_eq!(words.len(), many);
    let begun = Instant::now();
    let mut turns = vec![];
    for some in words.chunks(TOGETHER) {
        turns.push(turn(&app, some).await);
    }
    let market = begun.elapsed().as_secs_f64();
    placed(&app, many).await;
    let bare = Bare::open(other).await;
    let begun = Instant::now();
    for turn in turns {
        bare.replay(turn).await;
    }
    let bare = begun.elapsed().as_secs_f64();
    placed(&twin, many).await;
    let many = f64::from(u32::try_from(many).unwrap());
    (many / market, many / bare)
}

/// The word of each that it is paid, signed.
fn words(app: &App, fake: &Fake) -> Vec<(Vec<u8>, String)> {
    let at = app.now().0 / 1000;
    let events = fake.all("event").into_iter();
    let paid = events.filter(|event| event["type"] == "payment_intent.succeeded");
    let signed = paid.map(|event| {
        let body = serde_json::to_vec_pretty(&event).unwrap();
        let signature = signature(WEBHOOK_SECRET, at, &body);
        (body, signature)
    });
    signed.collect()
}

/// Some are heard at once, and followed as the worker follows them.
async fn turn(app: &App, words: &[(Vec<u8>, String)]) -> Turn {
    let (node, now) = (app.node(), app.now());
    let mut turn = Turn::default();
    let hear = words.iter().map(|(body, signature)| {
        store::recorded(market::cards::hear(node, (body, signature), now))
    });
    for (heard, sent) in join_all(hear).await {
        heard.unwrap();
        turn.heard.push(sent);
    }
    let many = words.len();
    let (taken, sent) = store::recorded(jobs::claim(&node.db, &[payments::HEARD], many, now)).await;
    let taken = taken.unwrap();
    turn.taken = sent;
    assert_eq!(taken.len(), words.len());
    let follow = taken.iter().map(async |job| {
        let intent = job.payload["intent"].as_str().unwrap();
        store::recorded(Box::pin(market::cards::heard(node, intent, now))).await
    });
    for (followed, sent) in join_all(follow).await {
        followed.unwrap();
        turn.followed.push(sent);
    }
    let put_away = async {
        let tx = store::write(&node.db).await.unwrap();
        for job in &taken {
            jobs::settle_in(&tx, job, &Outcome::Done, now)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    };
    let ((), sent) = store::recorded(put_away).await;
    turn.put_away = sent;
    turn
}

async fn placed(app: &App, many: usize) {
    let sql = "SELECT COUNT(*) AS n FROM orders WHERE status = 'placed'";
    let placed = app.number(sql, vec![]).await;
    assert_eq!(
        usize::try_from(placed).unwrap(),
        many,
        "each placed its order"
    );
    market::verify(&app.node().db).await.unwrap();
}
