use std::cell::{Cell, RefCell};

tokio::task_local! {
    static STATEMENTS: Cell<u64>;
    static TEXTS: RefCell<Vec<String>>;
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

/// One more statement, where somebody counts or watches.
pub(crate) fn note(sql: &str) {
    let _ = STATEMENTS.try_with(|n| n.set(n.get() + 1));
    let _ = TEXTS.try_with(|texts| texts.borrow_mut().push(sql.to_owned()));
}
