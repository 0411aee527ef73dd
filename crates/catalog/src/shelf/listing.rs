use kernel::{Day, PictureId, ProducerId, ProductId, VariantId, Vnd};

use crate::certificates::{Certificate, Standing, standing};
use crate::prices::{Tier, price_for};
use crate::products::ProductStatus;
use crate::revisions::{Net, RevisionBody};

/// A listing as the public sees it: its live text, its producer, its variants now, its certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Which product.
    pub id: ProductId,
    /// Its number, handed out once.
    pub number: i64,
    /// The readable part of its address.
    pub slug: String,
    /// Whether it is on sale.
    pub status: ProductStatus,
    /// The code on its label.
    pub public_code: Option<String>,
    /// When it was first on sale.
    pub since: i64,
    /// Invented, not a real product's data.
    pub sample: bool,
    /// Its live text.
    pub body: RevisionBody,
    /// Who makes it.
    pub maker: Maker,
    /// What is sold of it, in order.
    pub variants: Vec<OnSale>,
    /// Its certificates, of any state.
    pub certificates: Vec<Certificate>,
}

/// The producer of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    /// Which.
    pub id: ProducerId,
    /// The readable part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its face.
    pub portrait: Option<PictureId>,
    /// Where it lies.
    pub province_code: String,
    /// Where it lies.
    pub commune_code: String,
    /// Whether it may sell now: approved, not suspended.
    pub approved: bool,
}

/// A variant with its price and stock now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnSale {
    /// Which.
    pub id: VariantId,
    /// Its name.
    pub name: String,
    /// The producer's own number for it.
    pub sku: String,
    /// What it costs, by quantity.
    pub prices: Vec<Tier>,
    /// Net quantity.
    pub net: Net,
    /// Gross, for delivery.
    pub weight_g: i64,
    /// What can still be bought.
    pub available: i64,
}

impl OnSale {
    /// What a single one costs.
    pub fn price(&self) -> Option<Vnd> {
        price_for(&self.prices, 1)
    }
}

impl Listing {
    /// Whether the public sees it.
    pub fn is_public(&self) -> bool {
        self.status == ProductStatus::Live && self.maker.approved
    }

    /// Whether it is shown only after a declaration of age.
    pub fn is_alcohol(&self) -> bool {
        self.body.abv_permille.is_some()
            || reference::set(self.body.set).is_some_and(|set| set.alcohol)
    }

    /// What its certificates say on a day.
    pub fn standing(&self, today: Day) -> Standing<'_> {
        standing(&self.certificates, today)
    }

    /// The variant whose price is shown: the cheapest that can be bought, else the cheapest.
    pub fn cheapest(&self) -> Option<&OnSale> {
        self.variants
            .iter()
            .filter(|variant| variant.price().is_some())
            .min_by_key(|variant| (variant.available <= 0, variant.price()))
    }

    /// Whether any of it can be bought.
    pub fn in_stock(&self) -> bool {
        self.variants
            .iter()
            .any(|variant| variant.available > 0 && variant.price().is_some())
    }
}
