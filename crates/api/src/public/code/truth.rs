use catalog::certificates::{self, Certificate, StandingState, ToldDay, standing};
use catalog::codes::{self, Coded};
use catalog::products::ProductStatus;
use catalog::shelf::{Listing, Which, read};
use kernel::{CertificateId, Day, ProductId};
use serde_json::{Value, json};
use web::{Problem, State};

/// What is true of a code's product today.
pub(super) struct Truth {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) producer: String,
    commune_code: Option<String>,
    province_code: String,
    pub(super) state: StandingState,
    pub(super) stars: Option<i64>,
    pub(super) certificate: Option<Certificate>,
    listing: Option<Listing>,
    pub(super) today: Day,
}

/// The listing of a code that is a listing's own.
pub(super) async fn product(state: &State, code: &str) -> Result<Option<ProductId>, Problem> {
    if let Some(known) = state.codes.get(code) {
        return Ok(known);
    }
    let product = match codes::find(state.app.db.read(), code).await? {
        // Somebody may be given it yet.
        None => return Ok(None),
        Some(Coded::Product(id)) => Some(id),
        Some(Coded::Certificate(_)) => None,
    };
    state.codes.insert(code.to_owned(), product);
    Ok(product)
}

/// The truth about a code; none where nothing ever bore it.
pub(super) async fn find(state: &State, code: &str) -> Result<Option<Truth>, Problem> {
    let (db, today) = (state.app.db.read(), state.app.clock.today());
    let (listing, entry) = match codes::find(db, code).await? {
        None => return Ok(None),
        Some(Coded::Product(id)) => (listing(state, id).await?, None),
        Some(Coded::Certificate(id)) => {
            let entry = in_force(state, id).await?;
            let listing = match entry.product {
                Some(id) => listing(state, id).await?,
                None => None,
            };
            (listing, Some(entry))
        }
    };
    Ok(match (listing, entry) {
        (Some(listing), _) => Some(of_listing(code, listing, today)),
        (None, Some(entry)) => Some(of_entry(code, entry, today)),
        (None, None) => None,
    })
}

/// An entry, or what stands in its place today: the label on an older bottle tells of the product.
async fn in_force(state: &State, id: CertificateId) -> Result<Certificate, Problem> {
    let db = state.app.db.read();
    let mut entry = certificates::find(db, id).await?;
    while let Some(newer) = entry.superseded_by {
        entry = certificates::find(db, newer).await?;
    }
    Ok(entry)
}

async fn listing(state: &State, id: ProductId) -> Result<Option<Listing>, Problem> {
    let found = read(state.app.db.read(), Which::Products(&[id]), state.app.now()).await?;
    Ok(found.into_iter().next())
}

fn of_listing(code: &str, listing: Listing, today: Day) -> Truth {
    let standing = listing.standing(today);
    Truth {
        code: code.to_owned(),
        name: listing.body.name.clone(),
        producer: listing.maker.name.clone(),
        commune_code: Some(listing.maker.commune_code.clone()),
        province_code: listing.maker.province_code.clone(),
        state: standing.state,
        stars: standing.stars(),
        certificate: standing.certificate.cloned(),
        today,
        listing: Some(listing),
    }
}

fn of_entry(code: &str, entry: Certificate, today: Day) -> Truth {
    let standing = standing(std::slice::from_ref(&entry), today);
    Truth {
        code: code.to_owned(),
        name: entry.product_name.clone(),
        producer: entry.producer_name.clone(),
        commune_code: entry.commune_code.clone(),
        province_code: entry.province_code.clone(),
        state: standing.state,
        stars: standing.stars(),
        today,
        listing: None,
        certificate: Some(entry),
    }
}

impl Truth {
    /// A listing's status, or `not_listed`.
    pub(super) fn status(&self) -> &'static str {
        match &self.listing {
            None => "not_listed",
            Some(listing) if listing.status == ProductStatus::Live && !listing.maker.approved => {
                "suspended"
            }
            Some(listing) => listing.status.as_str(),
        }
    }

    /// The listing where everybody may see it: alcohol only after a declaration of age.
    pub(super) fn on_sale(&self) -> Option<&Listing> {
        self.listing
            .as_ref()
            .filter(|listing| listing.is_public() && !listing.is_alcohol())
    }

    /// The last day of the certificate, as far as it is told.
    pub(super) fn last_day(&self) -> Option<ToldDay> {
        let certificate = self.certificate.as_ref()?;
        let extended = certificate
            .extended_until
            .filter(|_| self.state == StandingState::Extended);
        extended.map(ToldDay::day).or(certificate.expires_on)
    }

    /// `Xã Thiên Cầm, Tỉnh Hà Tĩnh`
    pub(super) fn place(&self) -> String {
        let commune = self.commune().map(|commune| commune.name);
        let province = reference::province(&self.province_code).map(|province| province.name);
        [commune, province]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn commune(&self) -> Option<&'static reference::Commune> {
        reference::commune(self.commune_code.as_deref()?)
    }

    pub(super) fn json(&self, public_url: &str) -> Value {
        let maker = self.on_sale().map(|listing| &listing.maker);
        let province = reference::province(&self.province_code);
        json!({
            "code": self.code,
            "name": self.name,
            "producer": {
                "name": self.producer,
                "id": maker.map(|maker| maker.id),
                "slug": maker.map(|maker| &maker.slug),
            },
            "commune": self.commune().map(|c| json!({"code": c.code, "name": c.name})),
            "province": province.map(|p| json!({"code": p.code, "name": p.name})),
            "status": self.status(),
            "listed": self.listing.is_some(),
            "stars": self.stars,
            "certificate_state": self.state.as_str(),
            "certificate": self.certificate.as_ref().map(|c| self.certificate(c)),
            "product": self.on_sale().map(|l| json!({"id": l.id, "slug": l.slug, "name": l.body.name})),
            "as_of": self.today,
            "url": format!("{public_url}/q/{}", self.code),
        })
    }

    fn certificate(&self, certificate: &Certificate) -> Value {
        json!({
            "stars": self.stars,
            "decision_no": certificate.decision_no,
            "issuer": certificate.issuer,
            "level": certificate.level,
            "issued_on": certificate.issued_on,
            "expires_on": self.last_day(),
            "revoked_on": certificate.revoked_on,
            "product_code": certificate.product_code,
        })
    }
}
