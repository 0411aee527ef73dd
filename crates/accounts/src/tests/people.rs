//! Who may do what, and until when.

use super::*;

#[tokio::test]
async fn an_identity_names_everything_that_somebody_may_do() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let boss = house
        .register(Some("boss@example.vn"), None, PASSWORD)
        .await;
    house.grant(boss, Grant::Admin).await.unwrap();
    house
        .grant(id, Grant::Official(Area::parse("18676").unwrap()))
        .await
        .unwrap();
    let (own, lent) = (ProducerId::new(NOW), ProducerId::new(NOW));
    house.join(own, id, MemberRole::Owner).await.unwrap();
    house.lend(lent, id).await;

    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let identity = house.identify(&signed_in, NOW).await.unwrap();
    assert!(identity.areas()[0].contains("42", "18676") && !identity.is_admin());
    assert_eq!(identity.producers().len(), 1);
    assert!(identity.standing(own).unwrap().may(MemberRole::Owner));
    assert_eq!(
        (identity.mandates.len(), identity.standing(lent)),
        (1, None)
    );
    assert_eq!(identity.standing(ProducerId::new(NOW)), None);
    assert!(
        house
            .identify(&signed_in, NOW.plus_ms(30 * MINUTE_MS))
            .await
            .is_none()
    );
    assert_eq!(
        account(house.db.read(), id).await.unwrap().roles(),
        ["buyer", "member", "official"]
    );
    assert_eq!(
        officials_for(house.db.read(), "42", "18676").await.unwrap(),
        [id]
    );
    assert!(
        officials_for(house.db.read(), "42", "18673")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_mandate_lets_its_holder_act_for_a_producer_and_sleeps_while_they_serve_the_market() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let lent = ProducerId::new(NOW);
    house.lend(lent, id).await;
    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let identity = house.identify(&signed_in, NOW).await.unwrap();
    let standing = identity.standing(lent).unwrap();
    assert!(standing.may(MemberRole::Packer) && !standing.may(MemberRole::Editor));
    let actor = identity.actor_for(standing);
    assert_eq!(actor.capacity, Capacity::Mandate);
    assert_eq!(actor.mandate, Some(identity.mandates[0].id));

    let boss = house
        .register(Some("boss@example.vn"), None, PASSWORD)
        .await;
    house.grant(boss, Grant::Admin).await.unwrap();
    house
        .grant(id, Grant::Official(Area::parse("18676").unwrap()))
        .await
        .unwrap();
    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let identity = house.identify(&signed_in, NOW).await.unwrap();
    assert_eq!(identity.standing(lent), None);
}

#[tokio::test]
async fn a_suspended_account_is_out_on_the_next_request() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let signed_in = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    suspend(&tx, id, "fraud", Actor::SYSTEM, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert!(house.identify(&signed_in, NOW).await.is_none());
    let refused = house.sign_in("lan@example.vn", PASSWORD).await;
    assert!(matches!(refused, Err(Error::InvalidCredentials)));
}

#[tokio::test]
async fn a_producer_keeps_an_owner() {
    let house = House::new().await;
    let owner = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let packer = house.register(Some("hoa@example.vn"), None, PASSWORD).await;
    let producer = ProducerId::new(NOW);
    house
        .join(producer, owner, MemberRole::Owner)
        .await
        .unwrap();
    house
        .join(producer, packer, MemberRole::Packer)
        .await
        .unwrap();
    let lowered = house.join(producer, owner, MemberRole::Editor).await;
    assert!(matches!(lowered, Err(Error::LastOwner)));
    let tx = store::write(&house.db).await.unwrap();
    remove_member(&tx, producer, packer, Actor::SYSTEM, NOW)
        .await
        .unwrap();
    let twice = remove_member(&tx, producer, packer, Actor::SYSTEM, NOW).await;
    assert!(matches!(twice, Err(Error::MemberUnknown)));
    let last = remove_member(&tx, producer, owner, Actor::SYSTEM, NOW).await;
    assert!(matches!(last, Err(Error::LastOwner)));
    drop(tx);
    let nobody = house
        .join(producer, AccountId::new(NOW), MemberRole::Editor)
        .await;
    assert!(matches!(nobody, Err(Error::AccountUnknown)));
    assert_eq!(
        list_members(house.db.read(), producer).await.unwrap().len(),
        2
    );
    let members = members_of(house.db.read(), producer).await.unwrap();
    assert!(members.len() == 2 && members.contains(&owner) && members.contains(&packer));
}

#[tokio::test]
async fn a_change_of_role_ends_the_sessions_and_stands_in_the_audit_log() {
    let house = House::new().await;
    let email = Email::parse("admin@example.vn").unwrap();
    let password = Password::parse(
        "quản trị chợ quê 2026",
        Owner {
            words: &[],
            admin: true,
        },
        &house.settings,
    )
    .unwrap();
    let hash = hash_password(&password).await.unwrap();
    let tx = store::write(&house.db).await.unwrap();
    let admin = create_admin(&tx, &email, &hash, NOW).await.unwrap();
    assert_eq!(
        create_admin(&tx, &email, &hash, NOW).await.unwrap(),
        admin,
        "the second time is the same account"
    );
    tx.commit().await.unwrap();
    let last = house.grant(admin, Grant::None).await;
    assert!(matches!(last, Err(Error::LastAdmin)), "{last:?}");
    let tx = store::write(&house.db).await.unwrap();
    let shut_out = suspend(&tx, admin, "mistake", Actor::SYSTEM, NOW).await;
    assert!(matches!(shut_out, Err(Error::LastAdmin)), "{shut_out:?}");
    drop(tx);

    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let before = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let province = Grant::Official(Area::parse("42").unwrap());
    house.grant(id, province.clone()).await.unwrap();
    assert!(house.identify(&before, NOW).await.is_none());
    let after = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    house.grant(id, province).await.unwrap();
    assert!(
        house.identify(&after, NOW).await.is_some(),
        "what holds already changes nothing"
    );
    let log = audit::list(house.db.read(), None, Some(&id.to_string()), 10)
        .await
        .unwrap();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].detail["to"][0], "official:42");
}

#[tokio::test]
async fn what_is_old_is_forgotten() {
    let house = House::new().await;
    house.register(Some("lan@example.vn"), None, PASSWORD).await;
    house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let _ = house.sign_in("lan@example.vn", "not this one").await;
    let tx = store::write(&house.db).await.unwrap();
    assert_eq!(forget_old(&tx, NOW).await.unwrap(), 0);
    assert_eq!(forget_old(&tx, NOW.plus_days(61)).await.unwrap(), 3);
}
