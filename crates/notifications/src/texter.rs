use std::path::PathBuf;

use serde_json::json;

use crate::mailer::{Failure, write_whole};

/// How text messages leave: a port for SMS or Zalo.
#[derive(Debug, Clone)]
pub(crate) enum Texter {
    /// Into a folder, one `.json` a message, for another program to take.
    Folder(PathBuf),
    /// Not at all.
    Off,
}

impl Texter {
    pub(crate) async fn send(&self, name: &str, phone: &str, text: &str) -> Result<(), Failure> {
        match self {
            Self::Folder(folder) => {
                let message = json!({ "id": name, "to": phone, "text": text });
                let content = format!("{message:#}\n");
                write_whole(folder, &format!("{name}.json"), content.as_bytes()).await
            }
            Self::Off => Err(Failure::Later("no way to send text messages is set".into())),
        }
    }
}
