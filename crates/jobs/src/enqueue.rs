use kernel::{JobId, Timestamp};
use store::{ConnectionTrait, Error};

/// Writes a job into the caller's transaction; it runs once that is committed.
pub async fn enqueue(
    tx: &impl ConnectionTrait,
    kind: &str,
    payload: &serde_json::Value,
    now: Timestamp,
) -> Result<(), Error> {
    enqueue_all(tx, vec![(kind, payload.clone())], now).await
}

/// Writes many jobs with one statement.
pub async fn enqueue_all(
    tx: &impl ConnectionTrait,
    jobs: Vec<(&str, serde_json::Value)>,
    now: Timestamp,
) -> Result<(), Error> {
    let rows = jobs
        .into_iter()
        .map(|(kind, payload)| {
            vec![
                JobId::new(now).uuid().into(),
                kind.into(),
                payload.to_string().into(),
                "ready".into(),
                now.0.into(),
                0i64.into(),
                now.0.into(),
            ]
        })
        .collect();
    let columns = [
        "id",
        "kind",
        "payload",
        "status",
        "run_at",
        "attempts",
        "created_at",
    ];
    store::insert(tx, "jobs", &columns, rows).await
}
