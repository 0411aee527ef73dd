use std::path::{Path, PathBuf};

use crate::{Carrier, GatewaySettings};

/// Where notices leave the house.
#[derive(Clone)]
pub struct Settings {
    /// Whom mail is from: `Chợ OCOP <no-reply@example.vn>`.
    pub from: String,
    /// `smtp://…` or `smtps://user:password@host:465`. Comes before the folder.
    pub smtp_url: Option<String>,
    /// The folder that mail is written into where there is no SMTP server.
    pub mail_folder: Option<PathBuf>,
    /// The gateway that text messages go to. Comes before the folder.
    pub text_gateway: Option<GatewaySettings>,
    /// Who carries text messages, which says what fits into one.
    pub text_carrier: Carrier,
    /// The folder that text messages are written into.
    pub text_folder: Option<PathBuf>,
    /// The address under which people reach the market, without a slash at its end.
    pub public_url: String,
}

impl Settings {
    /// Mail and text messages go into folders of the data folder: nothing to set up.
    pub fn folders(data: &Path, public_url: &str) -> Self {
        Self {
            from: "Chợ OCOP <no-reply@localhost>".to_owned(),
            smtp_url: None,
            mail_folder: Some(data.join("mail")),
            text_gateway: None,
            text_carrier: Carrier::default(),
            text_folder: Some(data.join("text")),
            public_url: public_url.to_owned(),
        }
    }
}

/// The URL of the mail server carries a password: it never prints.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("from", &self.from)
            .field("smtp_url", &self.smtp_url.as_ref().map(|_| "…"))
            .field("mail_folder", &self.mail_folder)
            .field("text_gateway", &self.text_gateway)
            .field("text_carrier", &self.text_carrier)
            .field("text_folder", &self.text_folder)
            .field("public_url", &self.public_url)
            .finish()
    }
}
