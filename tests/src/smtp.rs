//! A mail server of our own: a real socket that can be told to misbehave.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, BufWriter};
use tokio::net::{TcpListener, TcpStream};

/// How the server treats who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It takes every mail.
    Takes,
    /// It answers each recipient with this code.
    Answers(u16),
    /// It says nothing at all.
    Silent,
    /// It hangs up in the middle of a mail.
    HangsUp,
    /// It takes the mail and hangs up before it says so.
    TakesAndHangsUp,
}

/// A mail as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// For whom.
    pub to: String,
    /// Its header fields and body.
    pub data: String,
}

impl Arrived {
    /// Its Message-ID.
    pub fn message_id(&self) -> String {
        let id = self
            .data
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: "));
        id.unwrap().to_owned()
    }
}

/// The server, as long as it is held.
#[derive(Debug, Clone)]
pub struct SmtpSink(Arc<Sink>);

#[derive(Debug)]
struct Sink {
    port: u16,
    manner: Mutex<Manner>,
    arrived: Mutex<Vec<Arrived>>,
    visits: Mutex<usize>,
}

impl SmtpSink {
    /// Listens on a free port of loopback.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self(Arc::new(Sink {
            port: listener.local_addr().unwrap().port(),
            manner: Mutex::new(Manner::Takes),
            arrived: Mutex::new(vec![]),
            visits: Mutex::new(0),
        }));
        sink.clone().listen(listener);
        sink
    }

    /// Where to send mail.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.0.port)
    }

    /// From now on the server behaves like this.
    pub fn behave(&self, manner: Manner) {
        *self.0.manner.lock().unwrap() = manner;
    }

    /// The mails that arrived, in their order.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.0.arrived.lock().unwrap().clone()
    }

    /// How many connections were made.
    pub fn visits(&self) -> usize {
        *self.0.visits.lock().unwrap()
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the server lives as long as its story"
    )]
    fn listen(self, listener: TcpListener) {
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *self.0.visits.lock().unwrap() += 1;
                let sink = self.clone();
                tokio::spawn(async move {
                    // Who hangs up has gone; that is all.
                    let _ = sink.converse(stream).await;
                });
            }
        });
    }

    fn manner(&self) -> Manner {
        *self.0.manner.lock().unwrap()
    }

    async fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        if self.manner() == Manner::Silent {
            tokio::time::sleep(std::time::Duration::from_mins(10)).await;
        }
        let (read, write) = stream.into_split();
        let (mut lines, mut out) = (BufReader::new(read).lines(), BufWriter::new(write));
        let mut to = String::new();
        say(&mut out, "220 sink").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            match (verb.as_str(), self.manner()) {
                (_, Manner::Silent) => {
                    tokio::time::sleep(std::time::Duration::from_mins(10)).await;
                }
                ("RCPT", Manner::Answers(code)) => say(&mut out, &format!("{code} no")).await?,
                ("RCPT", _) => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    say(&mut out, "250 ok").await?;
                }
                ("DATA", Manner::HangsUp) => {
                    say(&mut out, "354 go on").await?;
                    lines.next_line().await?;
                    return Ok(());
                }
                ("DATA", manner) => {
                    say(&mut out, "354 go on").await?;
                    self.take(&to, &mut lines).await?;
                    if manner == Manner::TakesAndHangsUp {
                        return Ok(());
                    }
                    say(&mut out, "250 taken").await?;
                }
                ("QUIT", _) => return say(&mut out, "221 bye").await,
                _ => say(&mut out, "250 ok").await?,
            }
        }
        Ok(())
    }

    async fn take<Lines>(
        &self,
        to: &str,
        lines: &mut tokio::io::Lines<Lines>,
    ) -> std::io::Result<()>
    where
        Lines: tokio::io::AsyncBufRead + Unpin,
    {
        let mut data = String::new();
        while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
            data.push('\n');
        }
        let to = to.to_owned();
        self.0.arrived.lock().unwrap().push(Arrived { to, data });
        Ok(())
    }
}

async fn say(out: &mut (impl AsyncWriteExt + Unpin), line: &str) -> std::io::Result<()> {
    out.write_all(format!("{line}\r\n").as_bytes()).await?;
    out.flush().await
}
