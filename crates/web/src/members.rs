//! Memberships and mandates as both front doors end and take them back.

use accounts::{MemberRole, Standing};
use kernel::{AccountId, MandateId};

use crate::State;
use crate::problem::Problem;
use crate::who::Member;

/// Ends a membership: an owner with a fresh sign-in anybody's, everybody their own.
pub async fn end(state: &State, member: &Member, account: AccountId) -> Result<(), Problem> {
    let belongs = matches!(member.standing, Standing::Member(_));
    if !(belongs && account == member.session.account) {
        member.must_be(MemberRole::Owner)?;
        member.session.must_be_fresh(state)?;
    }
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    accounts::remove_member(&tx, member.producer, account, member.actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// Takes a mandate back; its calls go to whoever is next.
pub async fn revoke(state: &State, member: &Member, mandate: MandateId) -> Result<(), Problem> {
    member.must_be(MemberRole::Owner)?;
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    accounts::revoke_mandate(&tx, member.producer, mandate, member.actor, now).await?;
    market::calls::hand_on(&tx, member.producer, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
