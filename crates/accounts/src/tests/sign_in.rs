//! Registering, signing in, and how long it lasts.

use super::*;

#[tokio::test]
async fn a_person_signs_in_by_mail_or_phone_in_any_spelling() {
    let house = House::new().await;
    let id = house
        .register(Some("Lan@Example.vn"), Some("+84 912 345 678"), PASSWORD)
        .await;
    for login in ["lan@example.VN", "0912345678", "84 912 345 678"] {
        let signed_in = house.sign_in(login, PASSWORD).await.unwrap();
        assert_eq!(signed_in.account, id, "{login}");
    }
    let account = account(house.db.read(), id).await.unwrap();
    assert_eq!(account.email.as_deref(), Some("lan@example.vn"));
    assert_eq!(account.phone.as_deref(), Some("0912345678"));
    assert_eq!(account.roles(), ["buyer"]);
    assert!(!account.proven);
}

#[tokio::test]
async fn a_form_says_all_its_faults_at_once() {
    let form = Form {
        name: " ",
        email: Some("lan"),
        phone: Some("01681234567"),
        password: "short",
    };
    let Err(Error::Invalid(faults)) = Registration::parse(form, Lang::Vi, &Settings::default())
    else {
        panic!("a faulty form passed");
    };
    assert_eq!(faults.len(), 4, "{faults:?}");
    let nobody = Form {
        name: "Lan",
        email: None,
        phone: Some(""),
        password: PASSWORD,
    };
    let refused = Registration::parse(nobody, Lang::Vi, &Settings::default());
    assert!(matches!(refused, Err(Error::Invalid(f)) if f == [Fault::ContactMissing]));
}

#[tokio::test]
async fn an_unproven_contact_blocks_nobody() {
    let house = House::new().await;
    let first = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let second = house
        .register(Some("lan@example.vn"), None, "một mật khẩu khác")
        .await;
    assert_eq!(
        house
            .sign_in("lan@example.vn", PASSWORD)
            .await
            .unwrap()
            .account,
        first
    );
    let other = house
        .sign_in("lan@example.vn", "một mật khẩu khác")
        .await
        .unwrap();
    assert_eq!(other.account, second);

    let letters = house.letters("accounts.prove_contact").await;
    assert_eq!(letters.len(), 2);
    assert_eq!(house.prove(&letters[1].code).await.unwrap(), second);
    let late = house.prove(&letters[0].code).await;
    assert!(matches!(late, Err(Error::ProvenByAnother)), "{late:?}");
    let again = house.prove(&letters[1].code).await;
    assert!(matches!(again, Err(Error::CodeUnknown)), "{again:?}");
    let login = Login::parse("lan@example.vn").unwrap();
    assert_eq!(proven(house.db.read(), &login).await.unwrap(), Some(second));
}

#[tokio::test]
async fn wrong_tries_delay_and_never_lock() {
    let house = House::new().await;
    house.register(Some("lan@example.vn"), None, PASSWORD).await;
    for login in ["lan@example.vn", "nobody@example.vn"] {
        for _ in 0..6 {
            let refused = house.sign_in(login, "not this one").await;
            assert!(
                matches!(refused, Err(Error::InvalidCredentials)),
                "{refused:?}"
            );
        }
        let refused = house.sign_in(login, PASSWORD).await;
        assert!(
            matches!(refused, Err(Error::TooManyTries { wait_ms: 1_000 })),
            "{refused:?}"
        );
    }
    let later = NOW.plus_ms(1_000);
    let proof = Proof::Password(PASSWORD);
    house
        .sign_in_at("lan@example.vn", proof, later)
        .await
        .unwrap();
    house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_when_revoked() {
    let house = House::new().await;
    let id = house.register(Some("lan@example.vn"), None, PASSWORD).await;
    let idle = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    let busy = house.sign_in("lan@example.vn", PASSWORD).await.unwrap();
    for hours in (0..=29 * 24).step_by(11) {
        assert!(
            house.identify(&busy, NOW.plus_hours(hours)).await.is_some(),
            "{hours} h"
        );
    }
    assert!(house.identify(&busy, NOW.plus_days(30)).await.is_none());
    assert!(house.identify(&idle, NOW.plus_hours(12)).await.is_none());
    assert!(house.identify(&idle, NOW).await.is_some());

    assert_eq!(
        list_sessions(house.db.read(), id, NOW).await.unwrap().len(),
        2
    );
    let tx = store::write(&house.db).await.unwrap();
    revoke_session(&tx, id, idle.session, NOW).await.unwrap();
    let stranger = revoke_session(&tx, AccountId::new(NOW), busy.session, NOW).await;
    assert!(matches!(stranger, Err(Error::SessionUnknown)));
    tx.commit().await.unwrap();
    assert!(house.identify(&idle, NOW).await.is_none());
    assert_eq!(
        list_sessions(house.db.read(), id, NOW).await.unwrap().len(),
        1
    );
}
