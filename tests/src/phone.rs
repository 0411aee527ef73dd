use serde_json::{Value, json};

use crate::people::{PASSWORD, text};
use crate::{App, Client};

impl App {
    /// What was sent to a telephone, the oldest first.
    pub fn texts_to(&self, phone: &str) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.data().join("text")) else {
            return vec![];
        };
        let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let read =
            |file| -> Value { serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap() };
        let sent = files.iter().map(read).filter(|sent| sent["to"] == phone);
        sent.map(|sent| text(&sent["text"]).to_owned()).collect()
    }

    /// The eight digits of the newest text to a telephone, once the jobs ran.
    pub async fn digits_sent_to(&self, phone: &str) -> String {
        self.run_jobs().await;
        let texts = self.texts_to(phone);
        digits(texts.last().expect("a text was sent"))
    }

    /// What one column of a table holds, all in one.
    pub async fn kept(&self, table: &str, column: &str) -> String {
        let sql = format!("SELECT {column} AS kept FROM {table}");
        let found = store::rows(self.node().db.read(), &sql, vec![])
            .await
            .unwrap();
        let kept = found
            .iter()
            .map(|row| row.try_get::<String>("", "kept").unwrap());
        kept.collect::<Vec<_>>().join("\n")
    }

    /// Somebody who registered with a telephone alone: unproven.
    pub async fn with_phone(&self, phone: &str) -> (Client, String) {
        let body = json!({"name": "Hoàng Thị Sen", "phone": phone, "password": PASSWORD});
        let made = self
            .client()
            .post("/api/v1/accounts", body)
            .await
            .expect(201);
        let client = self.client().signed_in(text(&made["token"]));
        (client, text(&made["account"]["id"]).to_owned())
    }

    /// Somebody who has proven their telephone.
    pub async fn proven_phone(&self, phone: &str) -> (Client, String) {
        let (client, id) = self.with_phone(phone).await;
        client
            .post("/api/v1/contact-proofs", json!({}))
            .await
            .expect(202);
        let code = self.digits_sent_to(phone).await;
        let path = format!("/api/v1/contact-proofs/{code}");
        client.post(&path, json!({})).await.expect(204);
        (client, id)
    }
}

/// The first eight digits in a row.
pub fn digits(text: &str) -> String {
    let found = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 8);
    found.expect("eight digits").to_owned()
}
