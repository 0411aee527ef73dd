use accounts::MemberRole;
use catalog::Fault;
use catalog::facts::{self, Definition};
use catalog::products::{self, Product, ProductStatus};
use catalog::reviews::{self, Review, ReviewKind};
use catalog::revisions::{self, Revision, RevisionBody};
use catalog::stock::{self, Shelf};
use kernel::{Day, Lang, ProductId, VariantId};
use web::who::{Member, Session};
use web::{Problem, State};

use crate::desk::acting::own_product;
use crate::desk::remarks::Remarks;

/// A listing as its producer works on it.
pub(super) struct Work {
    pub(super) member: Member,
    pub(super) product: Product,
    /// The text that is worked on.
    pub(super) revision: Revision,
    /// The text on sale, where it is another.
    pub(super) live: Option<RevisionBody>,
    /// Its sizes with their prices.
    pub(super) shelf: Vec<Shelf>,
    /// Where it lies, or what was decided.
    pub(super) review: Option<Review>,
    pub(super) remarks: Remarks,
    /// What the text still lacks.
    pub(super) missing: Vec<Fault>,
    /// What the label of its set says.
    pub(super) labels: Vec<Definition>,
}

impl Work {
    /// Another's listing is not there.
    pub(super) async fn open(
        state: &State,
        lang: Lang,
        session: &Session,
        id: ProductId,
    ) -> Result<Self, Problem> {
        let (db, now) = (state.app.db.read(), state.app.now());
        let member = own_product(state, session, id).await?;
        let whose = (member.producer, id);
        let product = products::find(db, member.producer, id).await?;
        let revision = revisions::newest(db, &product).await?;
        let live = match product.live_revision {
            Some(live) if live != revision.id => Some(revisions::find(db, id, live).await?.body),
            _ => None,
        };
        let review = reviews::latest(db, ReviewKind::Listing, id.uuid()).await?;
        let remarks = remarks(state, lang, review.as_ref(), &revision).await?;
        Ok(Self {
            shelf: stock::shelf_of(db, whose, now).await?,
            missing: products::missing(db, whose, now).await?,
            labels: facts::of_set(db, revision.body.set, Day::of(now)).await?,
            member,
            product,
            revision,
            live,
            review,
            remarks,
        })
    }

    /// Whether the text can be changed by who looks at it.
    pub(super) fn is_open(&self) -> bool {
        let ended = matches!(
            self.product.status,
            ProductStatus::Retired | ProductStatus::TakenDown
        );
        !ended && self.member.must_be(MemberRole::Editor).is_ok()
    }

    /// What people call a line of the label.
    pub(super) fn label(&self, key: &str, lang: Lang) -> String {
        let found = self.labels.iter().find(|label| label.key == key);
        found.map_or_else(String::new, |label| match lang {
            Lang::En => label.label_en.clone(),
            Lang::Vi => label.label_vi.clone(),
        })
    }

    /// A size as it lies on the shelf.
    pub(super) fn on_shelf(&self, id: VariantId) -> Option<&Shelf> {
        self.shelf.iter().find(|shelf| shelf.id == id)
    }
}

/// What was said of the text that was decided last, each remark at the field of today.
async fn remarks(
    state: &State,
    lang: Lang,
    review: Option<&Review>,
    revision: &Revision,
) -> Result<Remarks, Problem> {
    let db = state.app.db.read();
    let Some(review) = review.filter(|review| review.decision.is_some()) else {
        return Ok(Remarks::default());
    };
    let remarks = reviews::remarks(db, review.id).await?;
    let decided = match review.revision {
        Some(id) => revisions::find(db, revision.product, id).await?.body,
        None => revision.body.clone(),
    };
    Ok(Remarks::of(remarks, lang, |at| {
        moved(&at, &decided, &revision.body).unwrap_or(at)
    }))
}

/// The place today of what a pointer into the decided text leads to: sizes change their order.
fn moved(pointer: &str, decided: &RevisionBody, now: &RevisionBody) -> Option<String> {
    let rest = pointer.strip_prefix("/variants/")?;
    let (place, field) = rest
        .split_once('/')
        .map_or((rest, None), |(p, f)| (p, Some(f)));
    let meant = decided.variants.get(place.parse::<usize>().ok()?)?.id;
    let Some(place) = now.variants.iter().position(|variant| variant.id == meant) else {
        return Some("/variants".to_owned());
    };
    Some(match field {
        Some(field) => format!("/variants/{place}/{field}"),
        None => format!("/variants/{place}"),
    })
}
