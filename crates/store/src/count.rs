use std::cell::{Cell, RefCell};

use sea_orm::Statement;

/// Something that was sent to the database.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// A write transaction was opened: what follows is in it.
    Opened,
    /// A statement, as it went.
    Statement(Statement),
    /// The transaction was committed.
    Committed,
}

tokio::task_local! {
    static STATEMENTS: Cell<u64>;
    static TEXTS: RefCell<Vec<String>>;
    static ALL: RefCell<Vec<Sent>>;
}

/// Does some work and says how many statements it sent. Only the task itself is counted, not what
/// it spawns; opening and committing are not statements.
pub async fn counted<Work: Future>(work: Work) -> (Work::Output, u64) {
    let counting = async {
        let output = work.await;
        (output, STATEMENTS.with(Cell::get))
    };
    STATEMENTS.scope(Cell::new(0), counting).await
}

/// Does some work and says which statements it sent, as they were written.
pub async fn watched<Work: Future>(work: Work) -> (Work::Output, Vec<String>) {
    let watching = async {
        let output = work.await;
        (output, TEXTS.with(RefCell::take))
    };
    TEXTS.scope(RefCell::default(), watching).await
}

/// Does some work and says all that it sent, so that it can be sent again.
pub async fn recorded<Work: Future>(work: Work) -> (Work::Output, Vec<Sent>) {
    let recording = async {
        let output = work.await;
        (output, ALL.with(RefCell::take))
    };
    ALL.scope(RefCell::default(), recording).await
}

/// Something was sent, where somebody records.
pub(crate) fn record(sent: impl FnOnce() -> Sent) {
    let _ = ALL.try_with(|all| all.borrow_mut().push(sent()));
}

/// One more statement, where somebody counts or watches.
pub(crate) fn note(sql: &str) {
    let _ = STATEMENTS.try_with(|n| n.set(n.get() + 1));
    let _ = TEXTS.try_with(|texts| texts.borrow_mut().push(sql.to_owned()));
}
