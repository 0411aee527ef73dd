use std::sync::atomic::{AtomicU32, Ordering};

use uuid::Uuid;

use crate::{Timestamp, random};

/// Crockford's alphabet in lower case: the letters of an id outside.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id that begins with {prefix}_")]
pub struct IdError {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

/// How many ids this process has minted.
static MINTED: AtomicU32 = AtomicU32::new(0);

/// A version-7 UUID minted at `now`: sorted by time, and within one millisecond of one node in the
/// order in which they were minted (26 bits of a counter, RFC 9562 section 6.2); the rest random.
pub fn mint(now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.0).unwrap_or(0);
    let turn = MINTED.fetch_add(1, Ordering::Relaxed);
    let [_, _, high @ ..] = ((turn >> 14) & 0x0fff).to_be_bytes();
    let [_, _, low @ ..] = (turn & 0x3fff).to_be_bytes();
    let mut tail = random::bytes::<10>();
    for (place, byte) in tail.iter_mut().zip(high.into_iter().chain(low)) {
        *place = byte;
    }
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

/// 128 bits in 26 characters of Crockford's base32.
pub fn base32(value: u128) -> String {
    let digit = |shift: u32| {
        let index = usize::try_from((value >> shift) & 31).unwrap_or(0);
        char::from(*ALPHABET.get(index).unwrap_or(&b'0'))
    };
    (0..26u32).rev().map(|i| digit(i * 5)).collect()
}

/// The value of 26 characters of base32; `None` for anything else.
pub fn parse_base32(text: &str) -> Option<u128> {
    if text.len() != 26 || !text.starts_with(['0', '1', '2', '3', '4', '5', '6', '7']) {
        return None;
    }
    text.bytes().try_fold(0u128, |value, byte| {
        let digit = ALPHABET.iter().position(|c| *c == byte)?;
        Some((value << 5) | u128::try_from(digit).ok()?)
    })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What stands before the underscore outside.
            pub const PREFIX: &'static str = $prefix;

            /// A new id minted at `now`.
            pub fn new(now: Timestamp) -> Self {
                Self(mint(now))
            }

            /// The UUID inside, as stored.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "_{}"), base32(self.0.as_u128()))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.strip_prefix(concat!($prefix, "_"))
                    .and_then(parse_base32)
                    .map(|value| Self(Uuid::from_u128(value)))
                    .ok_or(IdError { prefix: $prefix })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person's account.
    AccountId = "acc";
    /// An address that somebody keeps for their next purchase.
    SavedAddressId = "adr";
    /// A signed-in device.
    SessionId = "ses";
    /// A producer (chủ thể).
    ProducerId = "pro";
    /// A product, listed or a draft.
    ProductId = "prd";
    /// One immutable text of a product.
    RevisionId = "rev";
    /// A size or packing of a product that is sold.
    VariantId = "var";
    /// A certificate (giấy chứng nhận).
    CertificateId = "cer";
    /// A document of a producer or product.
    DocumentId = "doc";
    /// A collection that officials put together.
    CollectionId = "col";
    /// A decision that recognises products.
    DecisionId = "dec";
    /// A picture.
    PictureId = "img";
    /// A batch of payouts.
    PayoutBatchId = "bat";
    /// What a producer is paid out.
    PayoutId = "out";
    /// A checkout.
    CheckoutId = "chk";
    /// An order: one producer's part of a checkout.
    OrderId = "ord";
    /// A line of an order.
    LineId = "lin";
    /// A parcel.
    ParcelId = "par";
    /// One thing that can be collected.
    PaymentId = "pay";
    /// A version of the bank account that a producer is paid to.
    BankAccountId = "bac";
    /// A receipt of money.
    ReceiptId = "rcp";
    /// A line of the market's bank account.
    BankLineId = "bln";
    /// What a carrier or a producer handed on of the cash that it collected.
    RemittanceId = "rem";
    /// What was collected for one box.
    RemittanceLineId = "rml";
    /// A refund.
    RefundId = "ref";
    /// A try to have something done by the card gateway.
    AttemptId = "try";
    /// Two books that differ.
    DiscrepancyId = "dis";
    /// A case: a problem after delivery.
    CaseId = "cas";
    /// An authority's order to take a listing down.
    AuthorityOrderId = "aut";
    /// A review by an official.
    ReviewId = "rvw";
    /// A durable job.
    JobId = "job";
    /// A mandate to act for a producer.
    MandateId = "man";
    /// An invitation to become a producer's member.
    InvitationId = "inv";
    /// A printed card with sign-in codes.
    SignInCardId = "crd";
    /// A producer's passing to a new owner.
    HandOverId = "hov";
    /// A notice to a person.
    NoticeId = "ntc";
    /// A delivery of a notice by one channel.
    DeliveryId = "dlv";
    /// A line of the call sheet.
    CallId = "cal";
    /// A cart: unguessable, 128 random bits.
    CartId = "crt";
}

impl CartId {
    /// A cart's id: random in every bit, for it is all that a guest needs.
    pub fn random() -> Self {
        Self(Uuid::from_bytes(random::bytes::<16>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_are_sorted_as_they_were_minted() {
        let ids: Vec<Uuid> = (0..20_000)
            .map(|_| mint(Timestamp(1_795_399_200_000)))
            .collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(ids[0].get_version_num(), 7);
    }

    #[test]
    fn an_id_survives_the_way_out_and_back() {
        let id = OrderId::new(Timestamp(1_790_000_000_000));
        let text = id.to_string();
        assert!(text.starts_with("ord_") && text.len() == 30);
        assert_eq!(text.parse::<OrderId>().unwrap(), id);
        assert!(text.parse::<PaymentId>().is_err());
        assert!("ord_".parse::<OrderId>().is_err());
        assert!("ord_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<OrderId>().is_err());
    }

    #[test]
    fn later_ids_sort_later() {
        let early = OrderId::new(Timestamp(1_000));
        let late = OrderId::new(Timestamp(2_000));
        assert!(early < late && early.to_string() < late.to_string());
    }
}
