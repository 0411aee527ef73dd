use std::collections::HashMap;

use kernel::Vnd;
use stripe_connect::account::{CreateAccount, CreateAccountType, RetrieveAccount};
use stripe_connect::account_link::{CreateAccountLink, CreateAccountLinkType};
use stripe_connect::transfer::{CreateTransfer, ListTransfer};
use stripe_connect::transfer_reversal::{CreateIdTransferReversal, ListIdTransferReversal};
use stripe_types::Currency;

use crate::intent::KEY;
use crate::{Error, Gateway};

/// A producer's account at Stripe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Stripe's id.
    pub id: String,
    /// Whether shares can be transferred to it.
    pub ready: bool,
}

/// A share to be moved to a producer's account.
#[derive(Debug, Clone)]
pub struct NewTransfer<'a> {
    /// How much.
    pub amount: Vnd,
    /// To which account.
    pub account: &'a str,
    /// What ties it to its charge.
    pub group: &'a str,
    /// The charge that it comes out of, where it is one.
    pub charge: Option<&'a str>,
}

/// A share that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Stripe's id.
    pub id: String,
    /// How much.
    pub amount: i64,
    /// How much of it was taken back.
    pub reversed: i64,
}

/// Some of a share that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// Stripe's id.
    pub id: String,
    /// How much.
    pub amount: i64,
}

impl Gateway {
    /// Makes an account for a producer.
    pub async fn create_account(&self, key: &str, producer: &str) -> Result<Account, Error> {
        let metadata = HashMap::from([("producer".to_owned(), producer.to_owned())]);
        let request = CreateAccount::new()
            .type_(CreateAccountType::Express)
            .country("VN")
            .metadata(metadata);
        self.send(key, &request).await.map(Account::from)
    }

    /// Reads a producer's account.
    pub async fn account(&self, id: &str) -> Result<Account, Error> {
        let request = RetrieveAccount::new(id);
        self.read(&request).await.map(Account::from)
    }

    /// Where a producer fills in its account; the link lives for minutes.
    pub async fn account_link(
        &self,
        key: &str,
        account: &str,
        (back, again): (&str, &str),
    ) -> Result<String, Error> {
        let kind = CreateAccountLinkType::AccountOnboarding;
        let request = CreateAccountLink::new(account, kind)
            .return_url(back)
            .refresh_url(again);
        self.send(key, &request).await.map(|link| link.url)
    }

    /// Moves a share to a producer's account.
    pub async fn transfer(&self, key: &str, new: &NewTransfer<'_>) -> Result<Transfer, Error> {
        let metadata = HashMap::from([(KEY.to_owned(), key.to_owned())]);
        let mut request = CreateTransfer::new(Currency::VND, new.account)
            .amount(new.amount.0)
            .transfer_group(new.group)
            .metadata(metadata);
        if let Some(charge) = new.charge {
            request = request.source_transaction(charge);
        }
        self.send(key, &request).await.map(Transfer::from)
    }

    /// What a lost try under this key may have moved.
    pub async fn find_transfer(&self, key: &str, group: &str) -> Result<Option<Transfer>, Error> {
        let request = ListTransfer::new().transfer_group(group).limit(100);
        let page = self.read(&request).await?;
        let ours = |transfer: &stripe_shared::Transfer| {
            transfer.metadata.get(KEY).is_some_and(|own| own == key)
        };
        Ok(page.data.into_iter().find(ours).map(Transfer::from))
    }

    /// Takes some of a share back.
    pub async fn reverse(&self, key: &str, transfer: &str, amount: Vnd) -> Result<Reversal, Error> {
        let metadata = HashMap::from([(KEY.to_owned(), key.to_owned())]);
        let request = CreateIdTransferReversal::new(transfer)
            .amount(amount.0)
            .metadata(metadata);
        self.send(key, &request).await.map(Reversal::from)
    }

    /// What a lost try under this key may have taken back.
    pub async fn find_reversal(
        &self,
        key: &str,
        transfer: &str,
    ) -> Result<Option<Reversal>, Error> {
        let request = ListIdTransferReversal::new(transfer).limit(100);
        let page = self.read(&request).await?;
        let ours = |reversal: &stripe_shared::TransferReversal| {
            let metadata = reversal.metadata.as_ref();
            metadata
                .and_then(|m| m.get(KEY))
                .is_some_and(|own| own == key)
        };
        Ok(page.data.into_iter().find(ours).map(Reversal::from))
    }
}

impl From<stripe_shared::Account> for Account {
    fn from(account: stripe_shared::Account) -> Self {
        let capabilities = account.capabilities.as_ref();
        let transfers = capabilities.and_then(|c| c.transfers.as_ref());
        Self {
            ready: transfers.is_some_and(|t| t.as_str() == "active"),
            id: account.id.as_str().to_owned(),
        }
    }
}

impl From<stripe_shared::Transfer> for Transfer {
    fn from(transfer: stripe_shared::Transfer) -> Self {
        Self {
            id: transfer.id.as_str().to_owned(),
            amount: transfer.amount,
            reversed: transfer.amount_reversed,
        }
    }
}

impl From<stripe_shared::TransferReversal> for Reversal {
    fn from(reversal: stripe_shared::TransferReversal) -> Self {
        Self {
            id: reversal.id.as_str().to_owned(),
            amount: reversal.amount,
        }
    }
}
