use serde_json::{Value, json};

use crate::people::text;
use crate::{App, Client, Listing, Placed, Producer};

impl Producer {
    /// Names a bank account; it still waits.
    pub async fn name_account(&self, bank_bin: &str, account: &str) -> Value {
        let body = json!({
            "bank_bin": bank_bin, "account": account, "account_name": "Nguyễn Thị Hoa",
        });
        let path = "/api/v1/producer/bank-accounts";
        self.owner.client.post(path, body).await.expect(201)["data"].clone()
    }
}

/// A market that has a licence to take its buyers' money.
pub fn licensed(settings: &mut market::Settings) {
    settings.transfers = market::Transfers::ToMarket(market::MarketAccount {
        licence: "GP 01/2026/GP-NHNN".to_owned(),
        account: kernel::BankAccount {
            bank_bin: "970436".to_owned(),
            account: "9990000001".to_owned(),
            account_name: "CHO OCOP".to_owned(),
        },
        messenger: None,
    });
}

impl App {
    /// A product on sale of a producer whose bank account holds.
    pub async fn banked_listing(&self, on_hand: i64) -> (Producer, Listing) {
        let (producer, listing) = self.listing(on_hand).await;
        producer.name_account("970436", "1012 3456 78").await;
        self.advance_hours(48);
        (producer, listing)
    }

    /// A guest who bought something and pays by transfer.
    pub async fn transfer_order(&self, listing: &Listing, quantity: i64) -> Placed {
        let client = self.client();
        let lines = [(listing.variant.as_str(), quantity)];
        self.transfer_of(&client, &lines, &json!({})).await
    }

    /// Two producers with something on sale, and a buyer who bought of both by one transfer.
    pub async fn shared_transfer(&self) -> ([(Producer, Listing); 2], Placed) {
        let sellers = [self.listing(10).await, self.listing(10).await];
        let (_, placed) = self.shared_transfer_of(&sellers).await;
        (sellers, placed)
    }

    /// A buyer who bought of two producers by one transfer.
    pub async fn shared_transfer_of(&self, sellers: &[(Producer, Listing); 2]) -> (Client, Placed) {
        let client = self.client();
        let [one, two] = sellers
            .each_ref()
            .map(|(_, listing)| listing.variant.as_str());
        let lines = [(one, 1), (two, 2)];
        let placed = self.transfer_of(&client, &lines, &json!({})).await;
        (client, placed)
    }

    /// Somebody who bought things and pays all of it by transfer.
    pub async fn transfer_of(
        &self,
        client: &Client,
        lines: &[(&str, i64)],
        more: &Value,
    ) -> Placed {
        let basket = client.basket(lines).await;
        let mut draft = basket.draft();
        draft["payment_method"] = json!("vietqr");
        for (name, value) in more.as_object().unwrap() {
            draft[name] = value.clone();
        }
        let checkout = basket.send(&basket.cart, draft).await.expect(201);
        Placed {
            client: client.with("order-token", text(&checkout["token"])),
            order: text(&checkout["orders"][0]["id"]).to_owned(),
            code: text(&checkout["orders"][0]["code"]).to_owned(),
            checkout,
        }
    }
}
