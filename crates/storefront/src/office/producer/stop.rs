use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::suspensions::{self, OpenOrders, Order, Subject};
use kernel::{Lang, ProducerId, ProductId};
use web::who::Official;
use web::{Code, Path, Problem, State};

use super::page;
use crate::forms::Form;

macro_rules! stops {
    ($($(#[$doc:meta])* $name:ident: $subject:ident($id:ty) $act:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) async fn $name(
            node: Node<State>,
            lang: Extension<Lang>,
            official: Official,
            Path(id): Path<$id>,
            form: Form,
        ) -> Result<Response, Problem> {
            done(node, lang, official, (Subject::$subject(id), Act::$act), form).await
        }
    )*};
}

stops! {
    /// Takes a listing off sale.
    suspend_product: Product(ProductId) Suspend;
    /// Puts it back.
    restore_product: Product(ProductId) Restore;
    /// Takes all of a producer's off sale.
    suspend_producer: Producer(ProducerId) Suspend;
    /// Puts it back.
    restore_producer: Producer(ProducerId) Restore;
}

#[derive(Clone, Copy)]
enum Act {
    Suspend,
    Restore,
}

async fn done(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    (subject, act): (Subject, Act),
    form: Form,
) -> Result<Response, Problem> {
    let producer: ProducerId = match subject {
        Subject::Producer(id) => id,
        Subject::Product(_) => form.must("producer")?,
    };
    match stopped(&state, &official, (subject, act), &form).await {
        Ok(()) => {
            let done = match act {
                Act::Suspend => "suspended",
                Act::Restore => "restored",
            };
            let to = format!("/{}/office/producers/{producer}?done={done}", lang.as_str());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if problem.code() == Code::NotFound => Err(problem),
        Err(problem) => page(&state, lang, &official, (producer, None, Some(problem))).await,
    }
}

async fn stopped(
    state: &State,
    official: &Official,
    (subject, act): (Subject, Act),
    form: &Form,
) -> Result<(), Problem> {
    let (who, now) = (official.decider(), state.app.now());
    let open_orders = form.filled("open_orders").and_then(OpenOrders::parse);
    let order = Order {
        reason_code: form.filled("reason_code").unwrap_or_default().to_owned(),
        note: form.filled("note").unwrap_or_default().to_owned(),
        open_orders: open_orders.unwrap_or(OpenOrders::Finish),
    };
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        match act {
            Act::Suspend => suspensions::suspend(&tx, subject, order.clone(), &who, now).await?,
            Act::Restore => suspensions::restore(&tx, subject, &who, now).await?,
        }
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}
