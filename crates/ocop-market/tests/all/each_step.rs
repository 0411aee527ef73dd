//! The program dies before and after each of its commits on the way of a purchase, of what is paid
//! back and of what is paid out: at the first, at the second, until a walk comes to its end alive.
//! Between two commits nothing of it is kept, so that these are all the steps that there are; what it
//! had the card company do lies between two of them. After each death the books verify; started again,
//! what was answered is there, the same requests come to the end, and the end comes within a minute.

mod deaths;
mod stage;
mod walks;
mod way;

use std::sync::Mutex;
use std::time::Duration;

use futures_util::future::join_all;
use scenarios::PrivatePostgres;
use tokio::time::Instant;

use crate::process::Market;
use deaths::Deaths;
use stage::Stage;
use walks::Walk;
use way::{Way, open};

/// So many markets die at the same time, each its own …
const LANES: usize = 20;
/// … and so many of them have something to do: the others wait until what a dead node had in its
/// hands is free again.
const BUSY: usize = 6;
/// The end comes so soon after the program is there again.
const WITHIN: Duration = Duration::from_mins(1);
const SIDES: [&str; 2] = ["before", "after"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_commit_it_comes_to_its_end_and_the_books_verify() {
    dies_everywhere(&Stage::set(None).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_commit_on_postgresql_too() {
    dies_everywhere(&Stage::set(Some(PrivatePostgres::start())).await).await;
}

async fn dies_everywhere(stage: &Stage) {
    let deaths = Mutex::new(Deaths::default());
    let lanes = (0..LANES).map(async |_| {
        loop {
            let Some((walk, turn)) = deaths.lock().unwrap().next() else {
                break;
            };
            let stood = dies(stage, walk, turn).await;
            deaths.lock().unwrap().note((walk, turn), stood);
        }
    });
    join_all(lanes).await;
    deaths.into_inner().unwrap().told();
}

/// One death at a commit, and the life after it; how the world stood between them. Nothing where the
/// program outlived the walk.
async fn dies(stage: &Stage, walk: Walk, turn: u64) -> Option<String> {
    let (commit, side) = (turn / 2 + 1, SIDES[usize::try_from(turn % 2).unwrap()]);
    let place = format!("{walk:?}, {side} commit {commit}");
    let busy = stage.busy().await;
    let world = stage.copy(&format!("{walk:?}_{turn}").to_lowercase()).await;
    let start = async |dies| {
        let at = (world.port, &world.fake);
        Market::mortal(world.data.path(), &world.url, at, dies).await
    };
    let dying = format!("{side}:{commit}");
    let mut market = start(Some(&dying)).await;
    let way = Way::of(walk, stage.cast.at(market.client.address()), &world.fake);
    if way.is_outlived(&mut market, &world.url).await {
        return None;
    }
    let db = open(&world.url).await;
    market::verify(&db).await.expect(&place);
    let stood = way.stands(&db).await;
    db.close().await;

    let begun = Instant::now();
    let market = start(None).await;
    way.kept().await;
    drop(busy);
    way.goes_on().await;
    assert!(begun.elapsed() < WITHIN, "{place}: {:?}", begun.elapsed());
    drop(market);
    let db = open(&world.url).await;
    way.came_once(&db, &place).await;
    market::verify(&db).await.expect(&place);
    db.close().await;
    Some(stood)
}
