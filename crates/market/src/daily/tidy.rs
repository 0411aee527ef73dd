use kernel::{DAY_MS, Day, Timestamp};

use super::begin;
use crate::App;
use crate::react::Error;

/// What is dropped once the days of a dated rule have passed.
const KEPT: &[(&str, &[&str])] = &[
    (
        "retention.age_declaration_days",
        &["DELETE FROM age_declarations WHERE expires_at < $1"],
    ),
    (
        "retention.cart_days",
        &[
            "DELETE FROM cart_lines WHERE cart_id IN \
             (SELECT id FROM carts WHERE used_at IS NULL AND created_at < $1)",
            "DELETE FROM carts WHERE used_at IS NULL AND created_at < $1 \
             AND id NOT IN (SELECT cart_id FROM checkouts)",
        ],
    ),
    // The row stays, so that nobody is told twice; what it said, to whom and where goes.
    (
        "retention.notice_days",
        &[
            "UPDATE notices SET params = '{}' WHERE created_at < $1 AND params <> '{}'",
            "UPDATE deliveries SET address = '' WHERE settled_at < $1 AND address <> ''",
        ],
    ),
    // A contract's law ends its keeping: sums and codes stay, people and places go.
    (
        "retention.order_days",
        &[
            "UPDATE orders SET recipient_name = '', recipient_phone = '', street = '', note = NULL, buyer_birth_year = NULL \
             WHERE placed_at < $1 AND recipient_phone <> '' \
             AND status IN ('completed', 'cancelled', 'declined', 'expired', 'returned', 'lost')",
            "UPDATE checkouts SET contact_name = '', contact_phone = '', contact_email = NULL \
             WHERE created_at < $1 AND contact_phone <> '' AND NOT EXISTS (SELECT 1 FROM orders o \
             WHERE o.checkout_id = checkouts.id AND o.recipient_phone <> '')",
        ],
    ),
];

/// Drops what nobody needs any more.
pub(super) async fn run(app: &App, now: Timestamp) -> Result<(), Error> {
    let Some(tx) = begin(app, "daily.tidy", now).await? else {
        return Ok(());
    };
    accounts::forget_old(&tx, now).await?;
    for (rule, statements) in KEPT {
        let days: i64 = rules::value(&tx, rule, "*", Day::of(now)).await?;
        let before = now.0.saturating_sub(days.saturating_mul(DAY_MS));
        for sql in *statements {
            store::execute(&tx, sql, vec![before.into()]).await?;
        }
    }
    tx.commit().await.map_err(store::Error::from)?;
    crate::forget_keys(&app.db, now).await?;
    Ok(())
}
