use std::collections::HashMap;

use anyhow::Context as _;
use kernel::Timestamp;
use media::Media;
use store::{Db, Tx, execute, first};

use crate::draft::Listing;
use crate::write::Slugs;
use crate::{certified, papers, people, pictures, shops, waiting, write};

/// What says in a database that the sample is in it.
const MARKER: &str = "sample";

/// Fills a database with the sample market; one that has it already is left as it is. Says whether
/// it filled. Placeholders are drawn and kept where there is a place for pictures.
pub async fn fill(db: &Db, media: Option<&Media>, now: Timestamp) -> anyhow::Result<bool> {
    if is_filled(db).await? {
        return Ok(false);
    }
    let registry = include_str!("../../../data/registry.tsv");
    let report = catalog::registry::import(db, registry.as_bytes(), false, now).await?;
    anyhow::ensure!(
        report.faults.is_empty(),
        "data/registry.tsv: {:?}",
        report.faults
    );
    let mut shops = shops::shops(now)?;
    let hash = hash().await?;
    let papers = papers::papers(&shops);
    let (drawn, decision) = match media {
        Some(media) => {
            pictures::draw_faces(media, &mut shops).await?;
            let decision = papers::draw(media, &papers, now).await?;
            (pictures::draw(media, &shops).await?, Some(decision))
        }
        None => (HashMap::new(), None),
    };
    let tx = store::write(db).await?;
    let pictures = |listing: &Listing| drawn.get(&listing.id).copied();
    write::write(&tx, &shops, &pictures, (&mut Slugs::new(), now)).await?;
    people::write(&tx, &shops, &hash, now).await?;
    papers::write(&tx, &papers, now).await?;
    certified::link(&tx, &shops, now).await?;
    certified::invent(&tx, &shops, (decision, now)).await?;
    mark(&tx, now).await?;
    let products: Vec<kernel::ProductId> = shops
        .iter()
        .flat_map(|shop| shop.products.iter().map(|listing| listing.id))
        .collect();
    waiting::hand_in(&tx, &shops, now).await?;
    catalog::feed::changed(&tx, &products, now).await?;
    tx.commit().await?;
    Ok(true)
}

async fn is_filled(db: &Db) -> anyhow::Result<bool> {
    let sql = "SELECT value FROM installation WHERE name = $1";
    Ok(first(db.read(), sql, vec![MARKER.into()]).await?.is_some())
}

async fn mark(tx: &Tx, now: Timestamp) -> anyhow::Result<()> {
    let sql = "INSERT INTO installation (name, value) VALUES ($1, $2)";
    execute(tx, sql, vec![MARKER.into(), now.to_string().into()]).await?;
    Ok(())
}

/// One hash for all: hashing takes its time on purpose.
async fn hash() -> anyhow::Result<String> {
    let settings = accounts::Settings {
        any_password: true,
        ..accounts::Settings::default()
    };
    let owner = accounts::Owner::default();
    let password = accounts::Password::parse(people::PASSWORD, owner, &settings)
        .ok()
        .context("the demo's password")?;
    Ok(accounts::hash_password(&password)
        .await?
        .as_str()
        .to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use catalog::certificates::{Certificate, standing};
    use kernel::Day;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_400_000_000);

    async fn market() -> (Db, tempfile::TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/s.db", dir.path().display());
        let db = Db::connect(&store::Settings::new(url)).await.unwrap();
        store::migrate(&db).await.unwrap();
        assert!(fill(&db, None, NOW).await.unwrap());
        (db, dir)
    }

    #[tokio::test]
    async fn the_sample_is_filled_once_and_its_stars_are_those_that_hold() {
        let (db, _dir) = market().await;
        assert!(!fill(&db, None, NOW).await.unwrap());
        let sql = format!(
            "SELECT p.name, p.sample, {} FROM products p LEFT JOIN certificates c ON c.product_id = p.id \
             LEFT JOIN decisions d ON d.id = c.decision_id",
            catalog::certificates::COLUMNS
        );
        let mut said: BTreeMap<&str, usize> = BTreeMap::new();
        let mut starred = 0;
        for row in store::rows(db.read(), &sql, vec![]).await.unwrap() {
            let name: String = row.try_get("", "name").unwrap();
            let certificates: Vec<Certificate> =
                Certificate::read(&row).unwrap().into_iter().collect();
            let standing = standing(&certificates, Day::of(NOW));
            *said.entry(standing.state.as_str()).or_default() += 1;
            starred += usize::from(standing.stars().is_some() && !name.contains("(hư cấu)"));
        }
        assert_eq!(starred, 18);
        let wanted = [
            ("extended", 1),
            ("lapsed", 2),
            ("none", 3),
            ("revoked", 1),
            ("unverified", 25),
            ("valid", 21),
        ];
        assert_eq!(said.into_iter().collect::<Vec<_>>(), wanted);
        let sql = "SELECT kind FROM reviews WHERE status = 'pending' ORDER BY kind";
        let waiting = store::rows(db.read(), sql, vec![]).await.unwrap();
        let kinds: Vec<String> = waiting
            .iter()
            .map(|row| row.try_get("", "kind").unwrap())
            .collect();
        assert_eq!(kinds, ["certificate", "listing"], "an official has work");
    }

    #[tokio::test]
    async fn everything_but_what_says_otherwise_can_be_bought_and_taken_to_every_commune_of_ha_tinh()
     {
        let (db, _dir) = market().await;
        let found = store::rows(db.read(), "SELECT id FROM variants", vec![])
            .await
            .unwrap();
        let variants: Vec<kernel::VariantId> = found
            .iter()
            .map(|row| kernel::VariantId(row.try_get("", "id").unwrap()))
            .collect();
        let offers = catalog::offers(db.read(), &variants, NOW).await.unwrap();
        assert_eq!(offers.len(), variants.len());
        for offer in offers.values() {
            let sold_out = offer.title.contains("(hết hàng)");
            assert!(
                offer.sellable && (sold_out || offer.available >= 50),
                "{}",
                offer.title
            );
            for commune in reference::communes_of("42") {
                assert!(
                    offer.seller.delivers_to("42", commune.code),
                    "{}",
                    offer.title
                );
            }
        }
    }
}
