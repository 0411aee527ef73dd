//! How a transfer is sent: the account, the text, and the code that fills both in.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use kernel::{Timestamp, Vnd};
use payments::Payment;
use serde::{Deserialize, Serialize};

use crate::Error;

/// What a buyer sends by a bank's app, in fields to be copied and as a code to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// What the code says.
    pub payload: String,
    /// The code as PNG: a data URI that an `<img>` shows and a telephone saves.
    #[serde(default)]
    pub png: String,
    /// The code as SVG.
    #[serde(default)]
    pub svg: String,
    /// The six digits of the bank.
    pub bank_bin: String,
    /// The name that people call it.
    pub bank_name: String,
    /// The account's number.
    pub account: String,
    /// In whose name.
    pub account_name: String,
    /// Exactly what has yet to come.
    pub amount: Vnd,
    /// The text by which it is recognised.
    pub text: String,
    /// Until when it is waited for, where nothing is heard.
    pub expires_at: Option<Timestamp>,
}

impl Qr {
    /// How the rest of a payment is sent, undrawn; none where nothing is waited for, or nothing
    /// that goes to an account.
    pub(super) fn of(payment: &Payment) -> Option<Self> {
        let payload = match payment.vietqr()? {
            Ok(payload) => payload,
            Err(err) => {
                // An account that was accepted once and cannot be encoded: the fields alone stand.
                tracing::error!(payment.id = %payment.id, error = %err, "no code can be drawn");
                String::new()
            }
        };
        let to = payment.pay_to.as_ref()?;
        Some(Self {
            payload,
            png: String::new(),
            svg: String::new(),
            bank_bin: to.bank_bin.clone(),
            bank_name: reference::bank(&to.bank_bin).map_or_else(String::new, |b| b.short.into()),
            account: to.account.clone(),
            account_name: to.account_name.clone(),
            amount: payment.remaining(),
            text: payment.reference.clone(),
            expires_at: payment.due_at,
        })
    }

    /// How the rest of a payment is sent, with its drawings.
    pub fn drawn(payment: &Payment) -> Result<Option<Self>, Error> {
        let mut qr = Self::of(payment);
        if let Some(qr) = &mut qr {
            qr.draw()?;
        }
        Ok(qr)
    }

    pub(super) fn draw(&mut self) -> Result<(), Error> {
        if self.payload.is_empty() {
            return Ok(());
        }
        self.svg = media::qr_svg(&self.payload)?;
        let png = BASE64.encode(media::qr_png(&self.payload)?);
        self.png = format!("data:image/png;base64,{png}");
        Ok(())
    }
}
