//! Every call of the gateway against the stand-in for Stripe, and what becomes of answers that are
//! lost or broken.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::sync::Arc;

use fake_stripe::{Fake, Fault, Manner};
use gateway::{
    Error, Event, Gateway, IntentStatus, NewIntent, NewRefund, NewTransfer, Outcome, Settings,
    Signed,
};
use kernel::{Timestamp, Vnd};

const NOW: i64 = 1_795_399_200;

async fn start() -> (Fake, Gateway) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let fake = Fake::start(
        listener,
        fake_stripe::Settings {
            clock: Arc::new(|| NOW),
            fee_permille: 34,
            ..fake_stripe::Settings::default()
        },
    );
    let gateway = Gateway::open(Settings {
        secret_key: "sk_test_fake".to_owned(),
        publishable_key: "pk_test_fake".to_owned(),
        webhook_secret: "whsec_fake".to_owned(),
        url: fake.url().to_owned(),
        script: format!("{}/v3/", fake.url()),
        timeout_ms: 700,
    });
    (fake, gateway.unwrap())
}

const NEW: NewIntent<'static> = NewIntent {
    amount: Vnd(125_000),
    reference: "ABCD1234",
    payment: "pay_1",
    group: "chk_1",
};

#[tokio::test]
async fn a_card_pays_and_what_was_paid_goes_back() {
    let (fake, gateway) = start().await;
    let made = gateway.create_intent("key-1", &NEW).await.unwrap();
    assert_eq!((made.status, made.amount), (IntentStatus::Open, 125_000));
    assert_eq!(made.currency, "vnd");
    assert!(made.client_secret.is_some_and(|s| s.starts_with(&made.id)));
    let declined = fake.pay(&made.id, "pm_card_chargeDeclined").unwrap_err();
    assert_eq!(declined["error"]["code"], "card_declined");
    let after = gateway.intent(&made.id).await.unwrap();
    assert_eq!(after.status, IntentStatus::Open);
    fake.pay(&made.id, "pm_card_visa").unwrap();
    let paid = gateway.intent(&made.id).await.unwrap();
    assert_eq!(
        (paid.status, paid.received),
        (IntentStatus::Succeeded, 125_000)
    );
    let new = NewRefund {
        intent: &made.id,
        amount: Vnd(25_000),
        refund: "rfd_1",
    };
    let refund = gateway.refund("key-2", &new).await.unwrap();
    assert_eq!((refund.amount, refund.failed), (25_000, false));
    assert_eq!(gateway.refund("key-2", &new).await.unwrap(), refund);
    let found = gateway.find_refund("key-2", &made.id).await.unwrap();
    assert_eq!(found, Some(refund));
    let all = NewRefund {
        amount: Vnd(100_001),
        ..new
    };
    let refused = gateway.refund("key-3", &all).await.unwrap_err();
    assert!(refused.is_refusal(), "{refused}");
    let day = (Timestamp(NOW * 1000 - 1000), Timestamp(NOW * 1000 + 1000));
    let (lines, more) = gateway.lines(day, None).await.unwrap();
    let sums: Vec<(&str, i64, i64)> = lines
        .iter()
        .map(|line| (line.category.as_str(), line.amount, line.fee))
        .collect();
    assert_eq!(sums, [("refund", -25_000, 0), ("charge", 125_000, 4_250)]);
    assert!(!more);
}

#[tokio::test]
async fn a_payment_is_cancelled_and_one_that_was_paid_is_not() {
    let (fake, gateway) = start().await;
    let made = gateway.create_intent("key-1", &NEW).await.unwrap();
    let ended = gateway.cancel_intent("key-2", &made.id).await.unwrap();
    assert_eq!(ended.status, IntentStatus::Cancelled);
    let other = gateway.create_intent("key-3", &NEW).await.unwrap();
    fake.pay(&other.id, "pm_card_authenticationRequired")
        .unwrap();
    fake.answer(&other.id, true).unwrap();
    let refused = gateway.cancel_intent("key-4", &other.id).await.unwrap_err();
    assert!(refused.is_refusal(), "{refused}");
}

#[tokio::test]
async fn only_a_refusal_is_a_refusal_and_all_else_is_read_back() {
    let (fake, gateway) = start().await;
    let lost = [
        Manner::CutBefore,
        Manner::CutAfter,
        Manner::Error,
        Manner::ErrorAfter,
        Manner::Html,
        Manner::Truncated,
        Manner::Delay { ms: 20_000 },
    ];
    for (at, manner) in lost.into_iter().enumerate() {
        let key = format!("key-{at}");
        fake.fault(Fault::always("POST /v1/payment_intents", manner));
        let err = gateway.create_intent(&key, &NEW).await.unwrap_err();
        assert!(!err.is_refusal(), "{manner:?}: {err}");
        fake.mend();
        let made = fake.all("payment_intent").len();
        let since = Timestamp(NOW * 1000);
        let found = gateway.find_intent(&key, since).await.unwrap();
        let done = !matches!(
            manner,
            Manner::CutBefore | Manner::Error | Manner::Delay { .. }
        );
        assert_eq!(found.is_some(), done, "{manner:?}");
        // The same key never does it twice, whatever became of its answer.
        let again = gateway.create_intent(&key, &NEW).await;
        let stored = matches!(manner, Manner::Error | Manner::ErrorAfter);
        assert_eq!(
            again.is_err(),
            stored || matches!(manner, Manner::Delay { .. }),
            "{manner:?}"
        );
        let more = usize::from(manner == Manner::CutBefore);
        assert_eq!(fake.all("payment_intent").len(), made + more, "{manner:?}");
    }
    fake.fault(Fault::always("POST /v1/payment_intents", Manner::TooMany));
    let busy = gateway.create_intent("key-busy", &NEW).await;
    assert_eq!(busy.unwrap_err(), Error::Busy);
    fake.mend();
    let nothing = NewIntent {
        amount: Vnd(0),
        ..NEW
    };
    let refused = gateway.create_intent("key-zero", &nothing).await;
    assert!(refused.unwrap_err().is_refusal());
    let once = Fault::once("POST /v1/payment_intents", Manner::CutAfter);
    fake.fault(once);
    let made = fake.all("payment_intent").len();
    gateway.create_intent("key-again", &NEW).await.unwrap();
    assert_eq!(fake.all("payment_intent").len(), made + 1);
}

#[tokio::test]
async fn a_share_goes_to_its_producer_and_comes_back() {
    let (fake, gateway) = start().await;
    let made = gateway.create_intent("key-1", &NEW).await.unwrap();
    fake.pay(&made.id, "pm_card_visa").unwrap();
    let charge = gateway.intent(&made.id).await.unwrap().charge.unwrap();
    let account = gateway.create_account("key-2", "pro_1").await.unwrap();
    assert!(!account.ready);
    let links = ("https://example.vn/back", "https://example.vn/again");
    let link = gateway
        .account_link("key-3", &account.id, links)
        .await
        .unwrap();
    assert!(link.starts_with(fake.url()), "{link}");
    let new = NewTransfer {
        amount: Vnd(100_000),
        account: &account.id,
        group: "chk_1",
        charge: Some(&charge),
    };
    let refused = gateway.transfer("key-4", &new).await.unwrap_err();
    assert!(
        matches!(&refused, Error::Refused { code, .. } if code.contains("capabilities")),
        "{refused}"
    );
    fake.onboard(&account.id);
    assert!(gateway.account(&account.id).await.unwrap().ready);
    let moved = gateway.transfer("key-5", &new).await.unwrap();
    let found = gateway.find_transfer("key-5", "chk_1").await.unwrap();
    assert_eq!(found, Some(moved.clone()));
    let back = gateway
        .reverse("key-6", &moved.id, Vnd(40_000))
        .await
        .unwrap();
    assert_eq!(back.amount, 40_000);
    let found = gateway.find_reversal("key-6", &moved.id).await.unwrap();
    assert_eq!(found, Some(back));
    fake.drain(&account.id);
    let short = gateway
        .reverse("key-7", &moved.id, Vnd(1))
        .await
        .unwrap_err();
    assert!(
        matches!(&short, Error::Refused { code, .. } if code == "balance_insufficient"),
        "{short}"
    );
}

#[tokio::test]
async fn what_is_asked_for_changes_until_it_is_paid_and_can_be_taken_back_afterwards() {
    let (fake, gateway) = start().await;
    let made = gateway.create_intent("key-1", &NEW).await.unwrap();
    let less = gateway
        .reprice_intent("key-2", &made.id, Vnd(90_000))
        .await
        .unwrap();
    assert_eq!((less.amount, less.key.as_deref()), (90_000, Some("key-1")));
    fake.pay(&made.id, "pm_card_visa").unwrap();
    let late = gateway
        .reprice_intent("key-3", &made.id, Vnd(1))
        .await
        .unwrap_err();
    assert!(late.is_refusal(), "{late}");
    assert_eq!(gateway.disputes(&made.id).await.unwrap(), []);
    let charge = gateway.intent(&made.id).await.unwrap().charge.unwrap();
    let dispute = fake.dispute(&charge, Some(50_000))["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let open = gateway.disputes(&made.id).await.unwrap();
    assert_eq!((open[0].amount, open[0].outcome), (50_000, Outcome::Open));
    fake.close_dispute(&dispute, false);
    let lost = gateway.disputes(&made.id).await.unwrap();
    assert_eq!(lost[0].outcome, Outcome::Lost);
}

#[tokio::test]
async fn what_cards_banks_took_back_since_an_instant_is_read_by_the_page() {
    let (fake, gateway) = start().await;
    let made = gateway.create_intent("key-1", &NEW).await.unwrap();
    fake.pay(&made.id, "pm_card_visa").unwrap();
    let charge = gateway.intent(&made.id).await.unwrap().charge.unwrap();
    let first = fake.dispute(&charge, Some(1));
    for _ in 0..100 {
        fake.dispute(&charge, Some(1));
    }
    let created = Timestamp(first["created"].as_i64().unwrap() * 1000);
    let (page, more) = gateway.disputes_since(created, None).await.unwrap();
    assert_eq!((page.len(), more), (100, true));
    assert_eq!(page[0].intent.as_deref(), Some(made.id.as_str()));
    let last = page.last().map(|dispute| dispute.id.as_str());
    let (rest, more) = gateway.disputes_since(created, last).await.unwrap();
    assert_eq!((rest.len(), more), (1, false));
    assert_eq!(rest[0].id, first["id"].as_str().unwrap());
    let later = created.plus_ms(1000 * 3600);
    let none = gateway.disputes_since(later, None).await.unwrap();
    assert_eq!(none, (vec![], false));
}

#[tokio::test]
async fn what_the_stand_in_signs_is_believed() {
    let (fake, gateway) = start().await;
    let made = gateway.create_intent("key-1", &NEW).await.unwrap();
    fake.pay(&made.id, "pm_card_visa").unwrap();
    let event = fake.all("event").pop().unwrap();
    let body = serde_json::to_vec_pretty(&event).unwrap();
    let signature = fake_stripe::signature("whsec_fake", NOW, &body);
    let read = gateway
        .verify(&body, &signature, Timestamp(NOW * 1000))
        .unwrap();
    let Signed::Event(Event { kind, intent, .. }) = read else {
        unreachable!("it can be read");
    };
    assert_eq!(
        (kind.as_str(), intent),
        ("payment_intent.succeeded", Some(made.id))
    );
}
