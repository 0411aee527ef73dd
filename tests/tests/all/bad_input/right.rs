//! Bodies that are right, one for each operation that takes one.

use super::*;

/// A write that is right as it stands, by somebody who may do it.
pub(super) struct Right<'a> {
    pub(super) who: &'a Client,
    pub(super) method: http::Method,
    pub(super) path: String,
    pub(super) body: Value,
}

impl World {
    /// One for each operation that takes fields.
    pub(super) fn right(&self) -> Vec<Right<'_>> {
        let (guest, buyer, owner) = (&self.guest, &self.buyer.client, &self.shop.owner.client);
        let (official, admin) = (&self.official, &self.admin);
        let money = json!({"amount": 65_000, "currency": "VND"});
        let revision = &self.review["revision"];
        let remarks = json!([{"pointer": "/name", "code": "false_claim", "text": "Sai."}]);
        let suspension =
            json!({"reason_code": "recall", "note": "Lô hỏng.", "open_orders": "finish"});
        let producer = json!({
            "name": "HTX", "entity_type": "hop_tac_xa", "representative": "Hoa", "phone": "0912000003",
            "commune_code": "18676", "street": "Thôn 1", "tax_id": "3001234567", "story": "Ba đời.",
        });
        let checkout = json!({
            "cart": self.cart, "payment_method": "cod", "expected_total": money, "note": "n",
            "contact": {"name": "Bích", "phone": "0912345678", "email": "bich@example.vn"},
            "address": {"province_code": "42", "commune_code": "18676", "street": "12 thôn"},
            "recipient": {"name": "Lan", "phone": "0912345678"}, "payment_methods": {"a": "cod"},
            "age_confirmed": true, "terms_version": "1", "source": "x",
        });
        let [fresh, packed, delivered] = &self.orders;
        let rights = [
            (
                guest,
                "POST",
                "/api/v1/accounts".to_owned(),
                json!({"name": "A", "email": "a@example.vn", "phone": "0912345679", "password": scenarios::PASSWORD}),
            ),
            (
                guest,
                "POST",
                "/api/v1/sessions".into(),
                json!({"login": "a@example.vn", "password": "x", "code": "1"}),
            ),
            (
                guest,
                "POST",
                "/api/v1/password-resets".into(),
                json!({"login": "a@example.vn"}),
            ),
            (
                guest,
                "PUT",
                "/api/v1/password-resets/x".into(),
                json!({"password": scenarios::PASSWORD}),
            ),
            (
                guest,
                "POST",
                "/api/v1/age-declarations".into(),
                json!({"name": "A", "birth_year": 1990}),
            ),
            (
                guest,
                "POST",
                "/api/v1/tracking".into(),
                json!({"code": "OC12345678", "phone": "0912345678"}),
            ),
            (
                buyer,
                "PUT",
                format!("/api/v1/carts/{}/lines/{}", self.cart, self.listing.variant),
                json!({"quantity": 1}),
            ),
            (
                buyer,
                "PUT",
                format!("/api/v1/carts/{}/destination", self.cart),
                json!({"province_code": "42", "commune_code": "18676"}),
            ),
            (buyer, "POST", "/api/v1/checkouts".into(), checkout),
            (
                buyer,
                "POST",
                format!("/api/v1/orders/{delivered}/problems"),
                json!({"kind": "broken", "lines": [{"line": "x", "quantity": 1}], "note": "n", "wish": "refund"}),
            ),
            (
                buyer,
                "POST",
                format!("/api/v1/orders/{fresh}/cancel"),
                json!({"reason_code": "buyer_changed_mind"}),
            ),
            (buyer, "POST", "/api/v1/producers".into(), producer.clone()),
            (
                owner,
                "PATCH",
                format!("/api/v1/producers/{}", self.shop.id),
                producer,
            ),
            (
                owner,
                "POST",
                "/api/v1/producer/products".into(),
                fish_sauce(),
            ),
            (
                owner,
                "PATCH",
                format!("/api/v1/producer/products/{}", self.listing.product),
                fish_sauce(),
            ),
            (
                owner,
                "PUT",
                format!("/api/v1/producer/variants/{}/stock", self.listing.variant),
                json!({"on_hand": 900}),
            ),
            (
                owner,
                "PUT",
                format!("/api/v1/producer/variants/{}/price", self.listing.variant),
                json!({"price": money, "confirm": true}),
            ),
            (
                owner,
                "POST",
                "/api/v1/producer/members".into(),
                json!({"login": self.buyer.email, "role": "packer"}),
            ),
            (
                owner,
                "DELETE",
                "/api/v1/producer/members".into(),
                json!({"account": self.other}),
            ),
            (
                owner,
                "POST",
                "/api/v1/producer/certificates".into(),
                json!({
                    "product": self.listing.product, "decision_no": "98/QĐ-UBND", "issuer": "UBND tỉnh Hà Tĩnh",
                    "issued_on": "2026-10-01", "expires_on": "2029-10-01", "stars": 4, "product_code": "42-1",
                }),
            ),
            (
                owner,
                "POST",
                format!("/api/v1/producer/orders/{fresh}/decline"),
                json!({"reason_code": "out_of_stock"}),
            ),
            (
                owner,
                "POST",
                format!("/api/v1/producer/orders/{packed}/ship"),
                json!({"carrier": "Xe Hoa", "tracking_code": "X1", "phone": "0912345678"}),
            ),
            (
                owner,
                "POST",
                format!("/api/v1/producer/orders/{delivered}/payment-received"),
                json!({"amount": money, "bank_ref": "FT1"}),
            ),
            (
                owner,
                "POST",
                format!("/api/v1/producer/orders/{delivered}/returned"),
                json!({"whole": true}),
            ),
            (
                official,
                "POST",
                format!("/api/v1/admin/certificates/{}/verify", self.certificate),
                json!({
                    "decision_no": "99/QĐ-UBND", "issued_on": "2026-10-01", "expires_on": "2029-10-01", "stars": 4,
                }),
            ),
            (
                official,
                "POST",
                format!("/api/v1/admin/certificates/{}/extend", self.certificate),
                json!({"lodged_on": "2026-11-20", "receipt_no": "BN-1", "until": "2029-12-01"}),
            ),
            (
                official,
                "POST",
                format!("/api/v1/admin/certificates/{}/revoke", self.certificate),
                json!({"cause": "mark_misused"}),
            ),
            (
                official,
                "POST",
                format!(
                    "/api/v1/admin/reviews/{}/request-changes",
                    text(&self.review["id"])
                ),
                json!({"revision": revision, "remarks": remarks}),
            ),
            (
                official,
                "POST",
                format!("/api/v1/admin/products/{}/suspend", self.listing.product),
                suspension.clone(),
            ),
            (
                official,
                "POST",
                format!("/api/v1/admin/producers/{}/suspend", self.shop.id),
                suspension,
            ),
            (
                admin,
                "PUT",
                format!("/api/v1/admin/accounts/{}/roles", self.other),
                json!({"role": "official", "area": "18676"}),
            ),
            (
                admin,
                "POST",
                format!("/api/v1/admin/accounts/{}/suspend", self.other),
                json!({"reason_code": "abuse"}),
            ),
        ];
        rights
            .into_iter()
            .map(|(who, method, path, body)| Right {
                who,
                method: method.parse().unwrap(),
                path,
                body,
            })
            .collect()
    }
}
