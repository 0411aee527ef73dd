//! Who may not write finds nothing, or writes nothing.

use super::*;

#[test]
fn anothers_listing_is_not_there_and_a_packer_writes_nothing() {
    scenario(|app| async move {
        let shop = app.producer().await;
        let id = id_of(&shop.draft(fish_sauce()).await);
        let (own, _) = at_desk(&app, &shop.owner).await;
        let pages = [
            format!("/vi/producer/products/{id}"),
            format!("/vi/producer/products/{id}/preview"),
            step(&id, "name"),
            step(&id, "pictures"),
        ];
        let forms = forms(&own, &id, &pages[0]).await;
        let (stranger, _) = at_desk(&app, &app.producer().await.owner).await;
        for page in &pages {
            stranger.open(page).await.expect(404);
        }
        for page in ["products", "products/new", "apply"] {
            let path = format!("/vi/producer/{page}?for={}", shop.id);
            stranger.open(&path).await.expect(404);
        }
        for form in &forms {
            stranger.send(form).await.expect(404);
        }
        let added = own.open(&pages[3]).await.form("/pictures/add");
        stranger
            .upload(&added, "image", png(10, 1))
            .await
            .expect(404);

        app.execute("UPDATE members SET role = 'packer'").await;
        own.open(&pages[0]).await.expect(200);
        own.open(&pages[2]).await.expect(403);
        for form in &forms {
            own.send(form).await.expect(403);
        }
        own.upload(&added, "image", png(10, 1)).await.expect(403);
        app.execute("UPDATE members SET role = 'owner'").await;
        assert_eq!(untouched(&shop, &id).await, fish_sauce()["name"]);
    });
}

/// The forms of a listing's pages, each as it stands.
async fn forms(browser: &Browser, id: &str, page: &str) -> Vec<Form> {
    let mut forms = vec![];
    for one in ["name", "text", "label", "sizes", "travel"] {
        let shown = browser.open(&step(id, one)).await.expect(200);
        let form = shown.form(&format!("/edit/{one}"));
        forms.push(if one == "name" {
            form.fill("name", "Của người lạ")
        } else {
            form
        });
    }
    let shown = browser.open(page).await.expect(200);
    forms.extend(["/submit", "/retire"].map(|step| shown.form(step)));
    let mut withdraw = shown.form("/submit");
    withdraw.action = withdraw.action.replace("/submit", "/withdraw");
    forms.push(withdraw);
    forms
}

/// The name of a listing that is still a draft.
async fn untouched(shop: &Producer, id: &str) -> Value {
    let now = shop.product(id).await;
    assert_eq!(
        (&now["status"], &now["revision_status"]),
        (&json!("draft"), &json!("draft"))
    );
    now["name"].clone()
}
