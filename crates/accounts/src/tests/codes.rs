//! Codes that open a door.

use super::*;

#[tokio::test]
async fn a_reset_works_once_within_the_hour_and_ends_every_session() {
    let house = House::new().await;
    let id = house
        .register(Some("lan@example.vn"), Some("0912345678"), PASSWORD)
        .await;
    let before = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    for login in ["lan@example.vn", "nobody@example.vn", "0912345678", "x"] {
        ask_for_reset(&house.db, login, house.codes(), NOW)
            .await
            .unwrap();
    }
    let letters = house.letters("accounts.reset_password").await;
    assert_eq!(
        letters.len(),
        2,
        "the unproven phone's letter goes to the account's mail"
    );
    assert!(letters.iter().all(|l| l.contact == "lan@example.vn"));

    let code = &letters[0].code;
    let too_late = NOW.plus_ms(HOUR_MS);
    let late = check_reset(
        house.db.read(),
        code,
        "sóng vỗ bờ cát",
        &house.settings,
        too_late,
    )
    .await;
    assert!(matches!(late, Err(Error::CodeUnknown)));
    let weak = check_reset(house.db.read(), code, "12345678", &house.settings, NOW).await;
    assert!(matches!(weak, Err(Error::Invalid(_))));
    let password = check_reset(
        house.db.read(),
        code,
        "sóng vỗ bờ cát",
        &house.settings,
        NOW,
    )
    .await
    .unwrap();
    let hash = hash_password(&password).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    assert_eq!(reset_password(&tx, code, &hash, NOW).await.unwrap(), id);
    for code in [code, &letters[1].code] {
        let again = reset_password(&tx, code, &hash, NOW).await;
        assert!(matches!(again, Err(Error::CodeUnknown)));
    }
    tx.commit().await.unwrap();
    assert!(house.identify(&before, NOW).await.is_none());
    assert!(house.sign_in("lan@example.vn", PASSWORD).await.is_err());
    house
        .sign_in("lan@example.vn", "sóng vỗ bờ cát")
        .await
        .unwrap();
    assert!(
        account(house.db.read(), id).await.unwrap().proven,
        "the letter came back"
    );
}

#[tokio::test]
async fn a_reset_asked_for_too_often_sends_nothing_more() {
    let house = House::new().await;
    house.register(Some("lan@example.vn"), None, PASSWORD).await;
    for _ in 0..10 {
        ask_for_reset(&house.db, "lan@example.vn", house.codes(), NOW)
            .await
            .unwrap();
    }
    assert_eq!(house.letters("accounts.reset_password").await.len(), 4);
}

#[tokio::test]
async fn a_code_from_an_official_opens_once_and_proves_the_phone() {
    let house = House::new().await;
    let id = house.register(None, Some("0912000001"), PASSWORD).await;
    let squatter = house
        .register(None, Some("0912000001"), "một mật khẩu khác")
        .await;
    let tx = store::write(&house.db).await.unwrap();
    let code = issue_sign_in_code(&tx, id, Actor::SYSTEM, house.codes(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(code.digits.len(), 8);
    let (first, last) = code.digits.split_at(4);
    let spaced = format!("{first} {last}");
    let signed_in = house
        .sign_in_at("0912 000 001", Proof::Code(&spaced), NOW)
        .await
        .unwrap();
    assert_eq!(signed_in.account, id);
    let again = house
        .sign_in_at("0912000001", Proof::Code(&code.digits), NOW)
        .await;
    assert!(matches!(again, Err(Error::InvalidCredentials)));
    assert!(account(house.db.read(), id).await.unwrap().proven);
    assert!(!account(house.db.read(), squatter).await.unwrap().proven);
}

#[tokio::test]
async fn no_code_is_handed_over_for_one_who_serves_the_market() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    house.grant(id, Grant::Admin).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    let refused = issue_sign_in_code(&tx, id, Actor::SYSTEM, house.codes(), NOW).await;
    assert!(matches!(refused, Err(Error::NoCodeFor(account)) if account == id));
}
