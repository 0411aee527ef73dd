use kernel::Timestamp;
use store::{Db, Error, Tx, execute};

use crate::Job;

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; the row goes.
    Done,
    /// Try again after so many milliseconds.
    Retry {
        /// How long to wait.
        after_ms: i64,
        /// What went wrong, without personal data.
        why: String,
    },
    /// It will never succeed; it stays for somebody to look at.
    Dead {
        /// What went wrong, without personal data.
        why: String,
    },
}

/// Ends claimed jobs as done, in the transaction of what they did: then they are done exactly once.
/// How many were still this node's.
pub async fn finish(tx: &Tx, jobs: &[Job]) -> Result<u64, Error> {
    let mut done = 0;
    for job in jobs {
        done += delete(tx, job).await?;
    }
    Ok(done)
}

async fn delete(tx: &Tx, job: &Job) -> Result<u64, Error> {
    let sql = "DELETE FROM jobs WHERE id = $1 AND status = 'running' AND attempts = $2";
    execute(tx, sql, vec![job.id.uuid().into(), job.attempt.into()]).await
}

/// Records how a claimed job ended. A job whose lease went to another try is left alone.
pub async fn settle(db: &Db, job: &Job, outcome: &Outcome, now: Timestamp) -> Result<(), Error> {
    let tx = store::write(db).await?;
    settle_in(&tx, job, outcome, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The same in the transaction of what the job did.
pub async fn settle_in(tx: &Tx, job: &Job, outcome: &Outcome, now: Timestamp) -> Result<(), Error> {
    let (id, attempt) = (job.id.uuid(), job.attempt);
    match outcome {
        Outcome::Done => {
            delete(tx, job).await?;
        }
        Outcome::Retry { after_ms, why } => {
            let sql = "UPDATE jobs SET status = 'ready', leased_until = NULL, run_at = $3, last_error = $4 \
                       WHERE id = $1 AND status = 'running' AND attempts = $2";
            let values = vec![
                id.into(),
                attempt.into(),
                (now.0 + after_ms).into(),
                why.as_str().into(),
            ];
            execute(tx, sql, values).await?;
        }
        Outcome::Dead { why } => {
            let sql = "UPDATE jobs SET status = 'dead', leased_until = NULL, last_error = $3 \
                       WHERE id = $1 AND status = 'running' AND attempts = $2";
            execute(
                tx,
                sql,
                vec![id.into(), attempt.into(), why.as_str().into()],
            )
            .await?;
        }
    }
    Ok(())
}
