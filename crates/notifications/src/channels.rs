use lettre::message::Mailbox;

use crate::gateway::Gateway;
use crate::mailer::Mailer;
use crate::texter::{Texter, Way};
use crate::{Error, Settings};

/// The ways out, opened once a node. Open them inside the runtime.
#[derive(Debug, Clone)]
pub struct Channels {
    pub(crate) mailer: Mailer,
    pub(crate) texter: Texter,
    pub(crate) from: Mailbox,
    pub(crate) home: String,
}

impl Channels {
    /// Opens what the settings name; nothing is connected before the first mail.
    pub fn open(settings: &Settings) -> Result<Self, Error> {
        let mailer = match (&settings.smtp_url, &settings.mail_folder) {
            (Some(url), _) => Mailer::smtp(url)?,
            (None, Some(folder)) => Mailer::Folder(folder.clone()),
            (None, None) => Mailer::Off,
        };
        let way = match (&settings.text_gateway, &settings.text_folder) {
            (Some(gateway), _) => Way::Gateway(Box::new(Gateway::open(gateway)?)),
            (None, Some(folder)) => Way::Folder(folder.clone()),
            (None, None) => Way::Off,
        };
        let texter = Texter {
            way,
            carrier: settings.text_carrier,
        };
        let from = settings.from.parse();
        Ok(Self {
            mailer,
            texter,
            from: from.map_err(|_address| Error::From(settings.from.clone()))?,
            home: settings.public_url.clone(),
        })
    }

    /// Whether mail leaves at all; `serve` and `doctor` say so where it does not.
    pub fn has_mailer(&self) -> bool {
        !matches!(self.mailer, Mailer::Off)
    }

    /// Whether text messages leave at all.
    pub fn has_texter(&self) -> bool {
        !matches!(self.texter.way, Way::Off)
    }

    /// One line on where mail goes, for the start and for `doctor`.
    pub fn describe(&self) -> String {
        match &self.mailer {
            Mailer::Smtp(_) => "mail goes to the mail server".to_owned(),
            Mailer::Folder(folder) => format!("mail is written into {}", folder.display()),
            Mailer::Off => "mail goes nowhere: neither smtp.url nor a folder is set".to_owned(),
        }
    }

    /// What stands after the `@` of a Message-ID.
    pub(crate) fn domain(&self) -> &str {
        self.from.email.domain()
    }
}
