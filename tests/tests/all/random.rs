//! Ten thousand random commands to orders and their money, to the card company too, and a plain model
//! that says what must come of each. A run that disagrees prints its seed and its number: `SEED` below, and it is the
//! same again.

mod by_card;
mod card_company;
mod choose;
mod command;
mod commands;
mod compare;
mod model;
mod order;

use std::collections::BTreeMap;

use commands::Market;
use model::Model;
use scenarios::{App, Dice, Fake, SetUp, postgres_set_up, scenario_with_cards_on};

/// Where a run begins; another number is another run.
const SEED: u64 = 20_261_123;
/// So many commands in a run.
const COMMANDS: u32 = 10_000;
/// After so many the whole of the books is compared.
const LOOK: u32 = 500;

#[test]
fn ten_thousand_random_commands_agree_with_a_plain_model_on_both_databases() {
    let told = |app: App, fake: Fake| async move { run(&app, &fake, SEED).await };
    std::thread::scope(|threads| {
        let lite = threads.spawn(|| scenario_with_cards_on(&SetUp::Sqlite, &told));
        if let Some(postgres) = postgres_set_up() {
            scenario_with_cards_on(&postgres, &told);
        }
        lite.join().unwrap();
    });
}

async fn run(app: &App, fake: &Fake, seed: u64) {
    let mut dice = Dice::new(seed);
    let mut model = Model::default();
    let mut market = Market::open(app, fake, &mut model).await;
    let mut done: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for n in 1..=COMMANDS {
        let command = choose::choose(&mut dice, &model);
        let name = command.name();
        let expected = model.apply(command);
        let came = market.carry_out(command, &mut model).await;
        assert_eq!(
            came.is_ok(),
            expected,
            "seed {seed}, command {n}: {command:?} came to {came:?}"
        );
        let (agreed, refused) = done.entry(name).or_default();
        *(if expected { agreed } else { refused }) += 1;
        if n % LOOK == 0 {
            let place = format!("seed {seed}, after command {n}");
            market.compare(&model, &place).await;
            market::verify(&app.node().db).await.expect(&place);
        }
    }
    // A run that never does or never refuses something would say little.
    for (name, (agreed, refused)) in &done {
        assert!(
            *agreed > 0,
            "{name} was never done, {refused} times refused"
        );
    }
    assert!(done.len() >= 28, "{done:?}");
    // Who is told of each is not this story's.
    app.execute("DELETE FROM jobs").await;
}
