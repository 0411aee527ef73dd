//! Who hears what becomes of a certificate.

use super::*;

#[test]
fn producer_and_officials_hear_what_becomes_of_a_certificate_but_for_who_did_it() {
    on_two_nodes(|starred| async move {
        let app = &starred.nodes[0];
        let (owner, commune) = (&starred.producer.owner, app.official("18676").await);
        let elsewhere = app.official("68").await;
        let told = |words: &str| {
            let people = [&owner.email, &commune.email, &elsewhere.email];
            people.map(|email| mails(app, email, words))
        };
        let first = starred
            .certified(("7/QĐ-UBND", 3), ("2024-02-29", "2027-02-28"))
            .await;
        morning(app, "2027-03-01").await;
        assert_eq!(told("đã hết hạn"), [1, 1, 0]);
        morning(app, "2027-03-02").await;
        assert_eq!(told("đã hết hạn"), [1, 1, 0], "once");

        let lodged = json!({"lodged_on": "2026-10-15", "receipt_no": "BN-12"});
        starred.act(&first, "extend", lodged).await.expect(200);
        app.run_jobs().await;
        assert_eq!(told("được kéo dài"), [1, 1, 0]);
        assert_eq!(told("27/08/2027"), [1, 1, 0]);
        morning(app, "2027-08-28").await;
        assert_eq!(
            told("đã hết hạn"),
            [2, 2, 0],
            "again, when it has ended at last"
        );

        let newer = ("2027-08-20", "2030-08-20");
        let second = starred.certified(("8/QĐ-UBND", 4), newer).await;
        app.run_jobs().await;
        assert_eq!(told("đã có bản mới"), [1, 1, 0]);
        assert_eq!(told("Quyết định thay thế: 8/QĐ-UBND"), [1, 1, 0]);

        let official = app.official("42").await;
        let path = format!("/api/v1/admin/certificates/{second}/revoke");
        let cause = json!({"cause": "mark_misused"});
        official.client.post(&path, cause).await.expect(200);
        app.run_jobs().await;
        assert_eq!(told("bị thu hồi"), [1, 1, 0]);
        assert_eq!(told("Sử dụng sai biểu trưng OCOP"), [1, 1, 0]);
        assert_eq!(mails(app, &official.email, "bị thu hồi"), 0);
        starred
    });
}
