use std::cell::Cell;

tokio::task_local! {
    static STATEMENTS: Cell<u64>;
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

/// One more statement, where somebody counts.
pub(crate) fn note() {
    let _ = STATEMENTS.try_with(|n| n.set(n.get() + 1));
}
