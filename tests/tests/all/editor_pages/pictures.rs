//! Pictures, one by one.

use super::*;

#[test]
fn pictures_come_one_by_one_and_each_says_beside_its_field_what_is_wrong() {
    scenario(|app| async move {
        let producer = app.producer().await;
        let id = id_of(&producer.draft(fish_sauce()).await);
        let (browser, _) = at_desk(&app, &producer.owner).await;
        let page = browser.open(&step(&id, "pictures")).await.expect(200);
        let form = page.form("/pictures/add").fill("alt", "Chai và nhãn");
        for (bytes, status, said) in [
            (b"<svg/>".to_vec(), 415, "không phải ảnh"),
            (png(12_001, 1), 422, "điểm ảnh"),
            (vec![0; 16 * 1024 * 1024 + 1], 413, "MB"),
            (vec![], 422, "image-fault"),
        ] {
            let told = browser.upload(&form, "image", bytes).await.expect(status);
            assert!(
                told.says("image-fault") && told.says(said),
                "{said}: {}",
                told.html
            );
            assert_eq!(
                told.form("/pictures/add").value("alt"),
                Some("Chai và nhãn")
            );
        }
        let first = browser
            .upload(&form, "image", png(400, 10))
            .await
            .expect(200);
        // The answer was lost, so it is sent once more: it is there once.
        let twice = browser
            .upload(&form, "image", png(400, 10))
            .await
            .expect(412);
        assert!(twice.says("có lẽ ảnh này đã gửi rồi"), "{}", twice.html);
        let next = first.form("/pictures/add");
        let second = browser
            .upload(&next, "image", png(400, 200))
            .await
            .expect(200);
        let order = producer.product(&id).await["images"].clone();
        assert_eq!(order.as_array().unwrap().len(), 2, "{order}");
        let last = second.form(text(&order[1])).fill("move", "up");
        let moved = browser.send(&last).await.expect(200);
        let swapped = json!([order[1], order[0]]);
        assert_eq!(producer.product(&id).await["images"], swapped);
        browser.send(&last).await.expect(412);
        assert_eq!(producer.product(&id).await["images"], swapped);
        let gone = moved.form(text(&order[0])).fill("move", "remove");
        browser.send(&gone).await.expect(200);
        assert_eq!(producer.product(&id).await["images"], json!([order[1]]));
    });
}
