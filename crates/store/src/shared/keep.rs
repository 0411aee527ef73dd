use std::time::Duration;

use futures_util::StreamExt as _;
use redis::AsyncConnectionConfig;
use redis::aio::{MultiplexedConnection, PubSub};
use tokio::sync::watch;
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Away, PATIENCE, Redis, Shared, patiently};

/// The first and the longest pause between two tries to connect. The first is longer than anybody
/// waits who still holds the connection before.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(4));
/// How often a connection that says nothing is asked whether it lives.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// How long connecting may take; no request waits for it.
const CONNECTING: Duration = Duration::from_secs(1);

impl Shared {
    /// Holds the connection until told to stop, and connects again where it was lost. A move of this
    /// node's feed is told to the others, and `heard` is called when another's has moved, or may
    /// have while nobody listened.
    pub async fn keep(
        &self,
        feed: watch::Receiver<u64>,
        heard: impl Fn(),
        stop: CancellationToken,
    ) {
        let Self::Redis(redis) = self else {
            return;
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = redis.keep(feed, heard) => {}
        }
        redis.set_link(None);
    }
}

impl Redis {
    async fn keep(&self, mut feed: watch::Receiver<u64>, heard: impl Fn()) {
        let mut pause = PAUSES.0;
        loop {
            let why = match self.open().await {
                Ok((link, ears)) => {
                    pause = PAUSES.0;
                    self.found(link.clone());
                    // What was said meanwhile nobody heard.
                    heard();
                    self.converse(link, ears, &mut feed, &heard).await
                }
                Err(why) => why,
            };
            self.set_link(None);
            self.missed(&why);
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    /// A connection for questions.
    pub(super) async fn connect(&self) -> Result<MultiplexedConnection, Away> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTING))
            .set_response_timeout(Some(PATIENCE));
        let opened = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let mut link = timeout(CONNECTING, opened).await.map_err(silent)??;
        ping(&mut link).await?;
        Ok(link)
    }

    /// A connection for questions, and one that listens.
    async fn open(&self) -> Result<(MultiplexedConnection, PubSub), Away> {
        let link = self.connect().await?;
        let listening = async {
            let mut ears = self.client.get_async_pubsub().await?;
            ears.subscribe(&[self.channel(), self.own_channel()])
                .await?;
            Ok(ears)
        };
        let ears = timeout(CONNECTING, listening).await.map_err(silent)?;
        ears.map(|ears| (link, ears)).map_err(Away::Said)
    }

    /// Tells and hears, as long as both connections live; why one does not.
    async fn converse(
        &self,
        mut link: MultiplexedConnection,
        ears: PubSub,
        feed: &mut watch::Receiver<u64>,
        heard: &impl Fn(),
    ) -> Away {
        let mut words = ears.into_on_message();
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        loop {
            let alive = tokio::select! {
                word = words.next() => match word {
                    Some(word) if word.get_payload_bytes() != self.name => {
                        heard();
                        Ok(())
                    }
                    Some(_own) => Ok(()),
                    None => Err(Away::Ended),
                },
                moved = feed.changed() => match moved {
                    Ok(()) => self.tell(&mut link).await,
                    Err(_closed) => Err(Away::Ended),
                },
                () = self.lost.notified() => match self.link() {
                    Some(_another) => Ok(()),
                    None => Err(Away::Ended),
                },
                _ = heartbeat.tick() => self.hears_itself(&mut link).await,
            };
            if let Err(why) = alive {
                return why;
            }
        }
    }

    async fn tell(&self, link: &mut MultiplexedConnection) -> Result<(), Away> {
        let mut publish = redis::cmd("PUBLISH");
        publish.arg(self.channel()).arg(&self.name);
        patiently(publish.query_async(link)).await
    }

    /// Whether the connection that listens is there, as Redis sees it.
    async fn hears_itself(&self, link: &mut MultiplexedConnection) -> Result<(), Away> {
        let mut publish = redis::cmd("PUBLISH");
        publish.arg(self.own_channel()).arg(&self.name);
        match patiently(publish.query_async(link)).await? {
            0 => Err(Away::Ended),
            _listeners => Ok(()),
        }
    }

    fn channel(&self) -> String {
        self.key(&[b"feed"])
    }

    fn own_channel(&self) -> String {
        self.key(&[b"node", &self.name])
    }
}

/// Whether the other end answers.
pub(super) async fn ping(link: &mut MultiplexedConnection) -> Result<(), Away> {
    patiently(redis::cmd("PING").query_async(link)).await
}

fn silent(_elapsed: Elapsed) -> Away {
    Away::Silent
}
