//! Producers: from the application to a shop that sells.

mod status;

pub use status::{ProducerEvent, ProducerStatus};

use crate::words::words;

words! {
    /// What kind of producer the programme admits.
    EntityType {
        /// A cooperative.
        Cooperative = "hop_tac_xa",
        /// A cooperative group.
        CooperativeGroup = "to_hop_tac",
        /// A small or medium enterprise.
        SmallEnterprise = "doanh_nghiep_nho_vua",
        /// A farm.
        Farm = "trang_trai",
        /// A producing household.
        ProducingHousehold = "ho_san_xuat",
        /// A family household with a business registration.
        FamilyHousehold = "ho_gia_dinh",
        /// A union, for services of set 26.
        Union = "hoi",
        /// An association, for services of set 26.
        Association = "hiep_hoi",
        /// A management centre, for services of set 26.
        ManagementCentre = "trung_tam_dieu_hanh",
    }
}
