use std::path::PathBuf;
use std::time::Duration;

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use kernel::Timestamp;

use crate::Error;

/// lettre's own timeout covers connecting only; this one the whole of a send.
const SEND_WITHIN: Duration = Duration::from_secs(20);
/// How many connections to the mail server are kept.
const CONNECTIONS: u32 = 4;

/// How mail leaves.
#[derive(Debug, Clone)]
pub(crate) enum Mailer {
    /// To a mail server.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// Into a folder, one `.eml` a mail.
    Folder(PathBuf),
    /// Not at all.
    Off,
}

/// A mail, ready to go.
#[derive(Debug)]
pub(crate) struct Mail {
    /// Names the file in a folder.
    pub(crate) name: String,
    pub(crate) message_id: String,
    pub(crate) to_name: Option<String>,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) plain: String,
    pub(crate) html: String,
    pub(crate) at: Timestamp,
}

/// Why something was not sent. The words name no person.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It may work later.
    Later(String),
    /// The address takes no mail.
    Address(String),
}

impl Mailer {
    pub(crate) fn smtp(url: &str) -> Result<Self, Error> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(Error::SmtpUrl)?
            .timeout(Some(SEND_WITHIN / 2))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS))
            .build();
        Ok(Self::Smtp(Box::new(transport)))
    }

    pub(crate) async fn send(&self, from: &Mailbox, mail: &Mail) -> Result<(), Failure> {
        match self {
            Self::Smtp(transport) => {
                let message = mail.message(from, Encoding::Wire)?;
                match tokio::time::timeout(SEND_WITHIN, transport.send(message)).await {
                    Ok(Ok(_accepted)) => Ok(()),
                    Ok(Err(err)) => Err(refused(&err)),
                    Err(_elapsed) => Err(Failure::Later("the mail server was silent".into())),
                }
            }
            Self::Folder(folder) => {
                let message = mail.message(from, Encoding::Readable)?;
                let name = format!("{}.eml", mail.name);
                write_whole(folder, &name, &message.formatted()).await
            }
            Self::Off => Err(Failure::Later("no mail server and no folder is set".into())),
        }
    }
}

impl Mail {
    fn message(&self, from: &Mailbox, encoding: Encoding) -> Result<Message, Failure> {
        let address = self
            .to
            .parse()
            .map_err(|_address| Failure::Address("the address cannot be read".into()))?;
        let part = |kind: ContentType, text: &str| {
            SinglePart::builder().header(kind).body(encoding.body(text))
        };
        let at = u64::try_from(self.at.0).unwrap_or(0);
        Message::builder()
            .message_id(Some(self.message_id.clone()))
            .date(std::time::UNIX_EPOCH + Duration::from_millis(at))
            .from(from.clone())
            .to(Mailbox::new(self.to_name.clone(), address))
            .subject(&self.subject)
            .multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, &self.plain))
                    .singlepart(part(ContentType::TEXT_HTML, &self.html)),
            )
            .map_err(|err| Failure::Later(format!("the mail cannot be built: {err}")))
    }
}

/// How the words stand in a mail.
#[derive(Debug, Clone, Copy)]
enum Encoding {
    /// As any server on the way takes them.
    Wire,
    /// As people read them in a file.
    Readable,
}

impl Encoding {
    fn body(self, text: &str) -> Body {
        let text = text
            .lines()
            .fold(String::new(), |out, line| out + line + "\r\n");
        // 998 bytes a line is what mail allows; lettre itself gives up at 76.
        match self {
            Self::Readable if text.lines().all(|line| line.len() <= 998) => {
                let encoding = ContentTransferEncoding::EightBit;
                Body::dangerous_pre_encoded(text.into_bytes(), encoding)
            }
            Self::Readable | Self::Wire => {
                let encoding = ContentTransferEncoding::QuotedPrintable;
                Body::new_with_encoding(text, encoding).unwrap_or_else(Body::new)
            }
        }
    }
}

/// Writes a file that is either whole or not there.
pub(crate) async fn write_whole(
    folder: &std::path::Path,
    name: &str,
    content: &[u8],
) -> Result<(), Failure> {
    let part = folder.join(format!(".{name}.part"));
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&part, content).await?;
        tokio::fs::rename(&part, folder.join(name)).await
    };
    written
        .await
        .map_err(|err| Failure::Later(format!("the folder cannot be written: {}", err.kind())))
}

/// What a mail server's refusal means. Only a refusal that speaks of the mailbox is the address's
/// fault; a server that refuses us altogether is mended by people, and the mail then goes out.
fn refused(err: &lettre::transport::smtp::Error) -> Failure {
    match err.status().map(u16::from) {
        Some(code @ (550 | 551 | 553 | 556)) => {
            Failure::Address(format!("the mail server answered {code}"))
        }
        Some(code) => Failure::Later(format!("the mail server answered {code}")),
        None if err.is_timeout() => Failure::Later("the mail server was silent".into()),
        None => Failure::Later("the mail server cannot be reached".into()),
    }
}
