//! What the accounts of a producer say, in words.

use kernel::{Lang, ProducerId, Vnd};
use payments::payouts::{self, PayTo, Payout};
use web::who::Member;
use web::{Problem, State};

use crate::clock::moment;
use crate::forms::Form;
use crate::money::dong;
use crate::words::{say, say_with};

/// Each account of which there is something to say: its name, what is on it, what that means.
pub(super) async fn sums(
    state: &State,
    lang: Lang,
    producer: ProducerId,
) -> Result<Vec<(String, String, String)>, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let standing = payments::ledger::standing(db, producer, None).await?;
    let next = payouts::waiting(db, producer, now).await?.max(Vnd::ZERO);
    let always = [
        ("payable", standing.payable),
        ("claim", standing.claim),
        ("next", next),
    ];
    let sometimes = [
        ("held", standing.held),
        ("earned", standing.earned),
        ("forgiven", standing.forgiven),
    ];
    let sometimes = sometimes.into_iter().filter(|(_, sum)| *sum != Vnd::ZERO);
    let word = |key: &str, of: &str| say(lang, &format!("books-{key}{of}"));
    Ok(always
        .into_iter()
        .chain(sometimes)
        .map(|(key, sum)| (word(key, ""), dong(sum), word(key, "-means")))
        .collect())
}

/// A payout to a producer.
pub(super) struct PayoutShown {
    pub(super) amount: String,
    pub(super) state: String,
    pub(super) to: String,
    pub(super) said: String,
}

impl PayoutShown {
    pub(super) fn of(payout: &Payout, lang: Lang) -> Self {
        let to = match &payout.to {
            PayTo::Bank(to) => {
                let bank = reference::bank(&to.bank_bin).map_or("", |bank| bank.short);
                format!("{bank} {}", to.account)
            }
            PayTo::Card { account, .. } => format!("Stripe {account}"),
        };
        let at = payout.settled_at.unwrap_or(payout.created_at);
        let mut said = vec![moment(at), payout.reference.clone()];
        said.extend(payout.bank_ref.clone());
        if payout.claim > Vnd::ZERO {
            let parts = [
                ("payable", dong(payout.payable)),
                ("claim", dong(payout.claim)),
            ];
            said.push(say_with(lang, "payout-less", &parts));
        }
        Self {
            amount: dong(payout.amount),
            state: say(lang, &format!("payout-{}", payout.status.as_str())),
            to,
            said: said.join(" · "),
        }
    }
}

/// What a sale would bring.
pub(super) struct Brings {
    pub(super) net: String,
    /// What is taken off, where anything is.
    pub(super) parts: Vec<(String, String)>,
    pub(super) basis: Vec<String>,
}

impl Brings {
    /// Nothing where no price was typed.
    pub(super) async fn of(
        state: &State,
        member: &Member,
        query: &Form,
        lang: Lang,
    ) -> Result<Option<Self>, Problem> {
        if query.filled("price").is_none() {
            return Ok(None);
        }
        let typed = |name: &str| -> Result<Option<i64>, Problem> {
            let Some(text) = query.filled(name) else {
                return Ok(None);
            };
            // As people write it: 65.000 or 65 000.
            let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
            let sum = digits.parse();
            sum.map(Some)
                .map_err(|_no_sum| Problem::field(format!("/{name}"), "invalid"))
        };
        let price = typed("price")?.unwrap_or(0);
        let (goods, delivery) =
            web::net_receipt::sale((query.must("set")?, price), typed("delivery")?)?;
        let app = &state.app;
        let sale = (goods, delivery);
        let net = market::net_receipt(app.db.read(), member.producer, sale, app.now()).await?;
        let parts = [
            ("books-price", goods.1),
            ("books-delivery", delivery),
            (
                "books-commission",
                Vnd(net.charges.commission.0.saturating_neg()),
            ),
            ("books-vat", Vnd(net.charges.vat.0.saturating_neg())),
            ("books-pit", Vnd(net.charges.pit.0.saturating_neg())),
        ];
        let kept = Vnd(net.charges.shipping.0.saturating_neg());
        let kept = (kept != Vnd::ZERO).then_some(("books-shipping", kept));
        let parts = parts.into_iter().chain(kept);
        Ok(Some(Self {
            net: dong(net.net),
            parts: parts
                .map(|(key, sum)| (say(lang, key), dong(sum)))
                .collect(),
            basis: net
                .basis
                .iter()
                .map(|one| one.said(lang).to_owned())
                .collect(),
        }))
    }
}
