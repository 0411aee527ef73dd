use kernel::{ProducerId, Timestamp};
use store::{Tx, execute};

use crate::Error;

/// A producer owes a refund that is overdue, or does no more: while it does, nothing new is ordered
/// from it.
pub async fn owing(tx: &Tx, producer: ProducerId, since: Option<Timestamp>) -> Result<(), Error> {
    let sql = "UPDATE producers SET owing_since = $2 WHERE id = $1";
    let values = vec![producer.uuid().into(), since.map(|at| at.0).into()];
    execute(tx, sql, values).await?;
    Ok(())
}
