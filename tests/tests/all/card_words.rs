//! What the card company says of a purchase: each word five times, in every order that there is, gives
//! the same books, to the last row.

use futures_util::future::join_all;
use scenarios::{App, Fake, Listing, Placed, Value, lose_webhooks, scenario_with_cards, text};

/// So many purchases are told of at once.
const TOGETHER: usize = 8;
/// Each word is said so often.
const TIMES: usize = 5;

/// All orders of so many things.
fn permutations(many: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for thing in 0..many {
        let longer = all.iter().flat_map(|shorter: &Vec<usize>| {
            (0..=shorter.len()).map(move |at| {
                let mut longer = shorter.clone();
                longer.insert(at, thing);
                longer
            })
        });
        all = longer.collect();
    }
    all
}

/// What was said of an order's payment, the oldest first.
fn words_of(fake: &Fake, order: &Placed) -> Vec<Value> {
    let intent = order.intent();
    let charges = fake.all("charge");
    let own = charges
        .iter()
        .filter(|charge| charge["payment_intent"] == intent.as_str());
    let own: Vec<&str> = own.map(|charge| text(&charge["id"])).collect();
    let mut words = fake.all("event");
    words.retain(|word| {
        let object = &word["data"]["object"];
        object["id"] == intent.as_str()
            || object["payment_intent"] == intent.as_str()
            || object["charge"]
                .as_str()
                .is_some_and(|id| own.contains(&id))
    });
    words
}

/// Says each word five times in some order; what follows from them happens between them, or after all
/// of them.
async fn say(app: &App, words: &[Value], order: &[usize], turn: usize) {
    for round in 0..TIMES {
        for word in order {
            assert_eq!(app.bring_signed(&words[*word]).await, 200);
            if (turn + round).is_multiple_of(3) {
                app.run_jobs().await;
            }
        }
    }
}

/// Something that happens to purchases, of which the card company says so many words; those before a
/// certain one are said in order.
struct Tale<'a> {
    words: usize,
    from: usize,
    happens: &'a (dyn Fn(&Placed) + Sync),
}

/// Purchases to which the same happened, each told of in another order: all of them have the books of
/// the first, whose words came once and in the order in which it happened.
async fn agrees(app: &App, fake: &Fake, tale: &Tale<'_>) -> String {
    let (_, listing) = app.listing(500).await;
    lose_webhooks(fake);
    let first = bought(app, &listing, tale).await;
    let words = words_of(fake, &first);
    assert_eq!(words.len(), tale.words, "{words:?}");
    for word in &words {
        assert_eq!(app.bring_signed(word).await, 200);
        app.run_jobs().await;
    }
    let expected = app.books_of(&first).await;
    let many = tale.words - tale.from;
    let orders: Vec<_> = permutations(many).into_iter().enumerate().collect();
    assert_eq!(orders.len(), (1..=many).product::<usize>());
    for some in orders.chunks(TOGETHER) {
        let told = some.iter().map(async |(turn, order)| {
            let purchase = bought(app, &listing, tale).await;
            let words = words_of(fake, &purchase);
            let (before, free) = words.split_at(tale.from);
            for word in before {
                assert_eq!(app.bring_signed(word).await, 200);
            }
            say(app, free, order, *turn).await;
            (purchase, order)
        });
        let told = join_all(told).await;
        app.run_jobs().await;
        for (purchase, order) in told {
            assert_eq!(app.books_of(&purchase).await, expected, "{order:?}");
        }
    }
    let all = tale.words * (orders.len() + 1);
    let heard = usize::try_from(app.events().await).unwrap();
    assert_eq!(heard, all, "each word is written down once");
    expected.join("\n")
}

async fn bought(app: &App, listing: &Listing, tale: &Tale<'_>) -> Placed {
    let placed = app.card_order(listing, 1).await;
    (tale.happens)(&placed);
    placed
}

#[test]
fn every_word_of_a_purchase_five_times_and_in_every_order_gives_the_same_books() {
    scenario_with_cards(|app, fake| async move {
        // Made, its charge failed, it failed, its charge succeeded, it succeeded.
        let declined_then_paid = |order: &Placed| {
            let declined = fake.pay(&order.intent(), "pm_card_chargeDeclined");
            declined.unwrap_err();
            fake.pay(&order.intent(), "pm_card_visa").unwrap();
        };
        let tale = Tale {
            words: 5,
            from: 0,
            happens: &declined_then_paid,
        };
        let books = agrees(&app, &fake, &tale).await;
        let came = "ledger stripe buyer:ORDER 80000 received";
        assert!(books.contains(came), "{books}");
    });
}

#[test]
fn every_word_of_a_purchase_that_a_bank_takes_back_at_once_gives_the_same_books() {
    scenario_with_cards(|app, fake| async move {
        // Made, its charge succeeded, it succeeded, the bank argues, the bank has taken it.
        let taken_back = |order: &Placed| {
            fake.pay(&order.intent(), "pm_card_createDispute").unwrap();
        };
        let tale = Tale {
            words: 5,
            from: 0,
            happens: &taken_back,
        };
        let books = agrees(&app, &fake, &tale).await;
        assert!(books.contains("disputes stripe 80000 disputed"), "{books}");
    });
}

#[test]
fn every_word_of_an_argument_that_is_won_gives_the_same_books() {
    scenario_with_cards(|app, fake| async move {
        let won = |order: &Placed| {
            fake.pay(&order.intent(), "pm_card_createDispute").unwrap();
            let disputes = fake.all("dispute");
            let own = disputes
                .iter()
                .find(|d| d["payment_intent"] == order.intent().as_str());
            fake.close_dispute(text(&own.unwrap()["id"]), true);
        };
        // The bank argues, has taken it, has given it back, has ended it.
        let tale = Tale {
            words: 7,
            from: 3,
            happens: &won,
        };
        let books = agrees(&app, &fake, &tale).await;
        assert!(
            books.contains("stripe disputes 80000 dispute_won"),
            "{books}"
        );
    });
}

#[test]
fn every_word_of_an_argument_that_is_lost_gives_the_same_books() {
    scenario_with_cards(|app, fake| async move {
        let lost = |order: &Placed| {
            fake.pay(&order.intent(), "pm_card_createDispute").unwrap();
            let disputes = fake.all("dispute");
            let own = disputes
                .iter()
                .find(|d| d["payment_intent"] == order.intent().as_str());
            fake.close_dispute(text(&own.unwrap()["id"]), false);
        };
        // The bank argues, has taken it, has ended it.
        let tale = Tale {
            words: 6,
            from: 3,
            happens: &lost,
        };
        let books = agrees(&app, &fake, &tale).await;
        assert!(books.contains("disputes 80000"), "{books}");
        assert!(!books.contains("dispute_won"), "{books}");
    });
}
