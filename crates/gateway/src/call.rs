//! The one loop of tries.

use std::time::Duration;

use stripe::{IdempotencyKey, RequestStrategy, StripeRequest};

use crate::{Error, Gateway};

/// How long it waits before each further try.
const AGAIN_AFTER_MS: [u64; 2] = [150, 600];

impl Gateway {
    /// Sends what changes something, under the caller's key: the same for every try, so that it is
    /// done once at most.
    pub(crate) async fn send<R>(&self, key: &str, request: &R) -> Result<R::Output, Error>
    where
        R: StripeRequest + Sync,
        R::Output: miniserde::Deserialize + Send,
    {
        let key = IdempotencyKey::new(key).map_err(|err| Error::Unknown(err.to_string()))?;
        self.tries(request, RequestStrategy::Idempotent(key)).await
    }

    /// Asks for what changes nothing.
    pub(crate) async fn read<R>(&self, request: &R) -> Result<R::Output, Error>
    where
        R: StripeRequest + Sync,
        R::Output: miniserde::Deserialize + Send,
    {
        self.tries(request, RequestStrategy::Once).await
    }

    async fn tries<R>(&self, request: &R, strategy: RequestStrategy) -> Result<R::Output, Error>
    where
        R: StripeRequest + Sync,
        R::Output: miniserde::Deserialize + Send,
    {
        let mut waits = AGAIN_AFTER_MS.into_iter();
        loop {
            let attempt = request.customize().request_strategy(strategy.clone());
            let err = match attempt.send(&self.0.client).await {
                Ok(answer) => return Ok(answer),
                Err(err) => Error::from(err),
            };
            let wait = waits.next().filter(|_| !err.is_refusal());
            let Some(wait) = wait else {
                tracing::warn!(error = %err, "a call of the card gateway failed");
                return Err(err);
            };
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }
}
