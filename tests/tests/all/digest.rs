//! What officials are told each morning.

use kernel::CertificateId;
use scenarios::{App, scenario};

/// A certificate of the registry that ends on a day, at Xã Thiên Cầm.
async fn ending(app: &App, key: &str, day: &str) {
    let columns = [
        "id",
        "registry_key",
        "product_name",
        "producer_name",
        "producer_folded",
        "issuer",
        "province_code",
        "commune_code",
        "state",
        "expires_on",
        "created_at",
        "version",
    ];
    let row: Vec<store::Value> = vec![
        CertificateId::new(app.now()).uuid().into(),
        key.into(),
        "Mực khô".into(),
        "HTX Cẩm Nhượng".into(),
        "cam nhuong".into(),
        "UBND tỉnh Hà Tĩnh".into(),
        "42".into(),
        "18676".into(),
        "recorded".into(),
        day.into(),
        0.into(),
        1.into(),
    ];
    let tx = store::write(&app.node().db).await.unwrap();
    store::insert(&tx, "certificates", &columns, vec![row])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The morning's letters, as their person reads them.
fn letter(app: &App, to: &str) -> Option<String> {
    let mails = app.mail();
    mails
        .into_iter()
        .find(|mail| mail.contains(to) && mail.contains("Việc chờ sáng 24/11/2026"))
}

#[test]
fn an_official_reads_each_morning_what_waits_how_long_and_what_ends() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let (commune, province) = (app.official("18676").await, app.official("42").await);
        let far = app.official("00004").await;
        app.applicant().await.submit().await;
        app.guest_order(&listing, 1).await;
        ending(&app, "one", "2026-12-01").await;
        ending(&app, "two", "2026-12-20").await;
        ending(&app, "three", "2027-12-01").await;
        app.run_jobs().await;
        // Half of the 24 waking hours passes at nine in the evening; the letters come after seven.
        for hours in [13, 10] {
            app.advance_hours(hours);
            market::work::sweep_once(app.node()).await;
            app.run_jobs().await;
        }
        let told = letter(&app, &commune.email).unwrap();
        for line in [
            "1 hồ sơ chủ thể, lâu nhất 1 ngày, quá hạn 0",
            "1 cuộc gọi cần thực hiện, lâu nhất 1 ngày; 1 đơn hết hạn hôm nay",
            "2 giấy chứng nhận OCOP hết hạn trong 30 ngày tới, sớm nhất còn 7 ngày",
        ] {
            assert!(told.contains(line), "{line}: {told}");
        }
        assert!(!told.contains("0912345678"), "{told}");
        let told = letter(&app, &province.email).unwrap();
        assert!(
            told.contains("2 giấy chứng nhận OCOP") && !told.contains("cuộc gọi"),
            "{told}"
        );
        assert!(letter(&app, &far.email).is_none(), "nothing waits there");
        // Once a day, whatever sweeps again.
        market::work::sweep_once(app.node()).await;
        app.run_jobs().await;
        let letters = app.mail();
        let again = letters.iter().filter(|mail| {
            mail.contains(&commune.email) && mail.contains("Việc chờ sáng 24/11/2026")
        });
        assert_eq!(again.count(), 1);
    });
}
