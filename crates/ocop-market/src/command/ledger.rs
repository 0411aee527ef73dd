use std::process::ExitCode;

use anyhow::Result;
use market::Fault;

use crate::settings::Settings;
use crate::{node, out};

/// `ledger verify`: 0 and what was checked, or 1 and the first fault.
pub(crate) async fn verify(settings: &Settings) -> Result<ExitCode> {
    let db = node::existing(settings).await?;
    let looked = market::verify(&db).await;
    db.close().await;
    match looked {
        Ok(checked) => {
            out::say(format_args!(
                "in order: the stock of {} variants, {} orders with {} rows of history, {} payments, {} entries of the ledger",
                checked.variants,
                checked.orders,
                checked.history,
                checked.payments,
                checked.entries
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(Fault::Unread(err)) => Err(err.into()),
        Err(fault) => {
            out::say(fault);
            Ok(ExitCode::FAILURE)
        }
    }
}
