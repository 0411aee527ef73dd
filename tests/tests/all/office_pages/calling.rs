//! The call sheet.

use super::*;

#[test]
fn a_call_is_answered_from_the_call_sheet_and_the_order_accepted_there() {
    scenario(|app: App| async move {
        let (_, listing) = app.listing(5).await;
        let (near, far) = (app.official("18676").await, app.official("18673").await);
        let placed = app.guest_order(&listing, 2).await;
        app.run_jobs().await;
        let sheet = "/vi/office/calls";
        assert!(
            page(&near.client, sheet)
                .await
                .contains("Không có ai cần gọi.")
        );
        pass(&app, 12).await;
        let (near, far) = (
            app.sign_in(&near.email).await,
            app.sign_in(&far.email).await,
        );
        let html = page(&near, sheet).await;
        assert!(
            html.contains("href=\"tel:0912000003\"") && html.contains(&placed.code),
            "{html}"
        );
        assert!(
            page(&near, "/vi/office")
                .await
                .contains("href=\"/vi/office/calls\"")
        );
        assert!(!page(&far, sheet).await.contains(&placed.code));
        let action = html.split("action=\"/vi/office/calls/").nth(1).unwrap();
        let line = format!("{sheet}/{}", action.split('"').next().unwrap());
        assert_eq!(
            far.form(&line, &[("answer", "accepts accept")])
                .await
                .status,
            404
        );

        let again = near.form(&line, &[("answer", "no_answer")]).await;
        let html = whole(&again, 200, &line);
        assert!(
            html.contains("Đã gọi 1 lần") && html.contains("không nghe máy"),
            "{html}"
        );
        let wrong = near.form(&line, &[("answer", "no_answer accept")]).await;
        assert_eq!(wrong.status, 422);
        let done = near.form(&line, &[("answer", "accepts accept")]).await;
        let html = whole(&done, 200, &line);
        assert!(
            html.contains("Đã ghi cuộc gọi cho HTX Nước mắm Cẩm Nhượng: đồng ý."),
            "{html}"
        );
        assert_eq!(placed.read().await["status"], "accepted");
        // Sent twice it holds; another answer comes too late.
        let twice = near.form(&line, &[("answer", "accepts accept")]).await;
        assert_eq!(twice.status, 200);
        let late = [
            ("answer", "declines decline"),
            ("reason_code", "out_of_stock"),
        ];
        let late = near.form(&line, &late).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("role=\"alert\""), "{}", late.text());
    });
}
