mod facts;
mod step;
mod words;

pub use facts::{CaseFacts, Item, OrderFacts, RefundFacts, Remark, TransferFacts, Waiting};
pub use step::{CaseStep, Decision, DocumentStep, OrderStep, Pile, RefundStep, Side, Subject};

use kernel::{CheckoutId, Day, OrderId, ProducerId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::certificate::{CertificateFacts, CertificateStep};

/// What a notice says: facts, stored as JSON; the words come from the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Message {
    /// A step of an order, told to one of its two sides.
    Order {
        /// What happened.
        step: OrderStep,
        /// To whom it is told.
        to: Side,
        /// The order.
        order: Box<OrderFacts>,
    },
    /// An official has decided.
    Decided {
        /// On what.
        on: Subject,
        /// How.
        decision: Decision,
        /// The name of the thing.
        name: String,
        /// What is to be mended, and where.
        remarks: Vec<Remark>,
    },
    /// A step of a case.
    Case {
        /// Where it stands now.
        step: CaseStep,
        /// To whom it is told.
        to: Side,
        /// The case.
        case: Box<CaseFacts>,
    },
    /// A step of a refund.
    Refund {
        /// Where it stands now.
        step: RefundStep,
        /// To whom it is told.
        to: Side,
        /// The refund.
        refund: Box<RefundFacts>,
    },
    /// A certificate ends soon, or today.
    CertificateExpiring {
        /// To whom it is told.
        to: Side,
        /// The product's name as the certificate writes it.
        product: String,
        /// The producer's name as the certificate writes it.
        producer: String,
        /// The decision that recognised the product.
        decision_no: String,
        /// Its last day.
        expires_on: Day,
        /// Days left.
        days: i64,
    },
    /// What became of a certificate.
    Certificate {
        /// What.
        step: CertificateStep,
        /// To whom it is told.
        to: Side,
        /// The certificate.
        certificate: Box<CertificateFacts>,
    },
    /// A paper of a producer.
    Document {
        /// What becomes of it.
        step: DocumentStep,
        /// What it is: a code.
        kind: String,
        /// Its number.
        number: String,
        /// Its last day.
        expires_on: Day,
    },
    /// An authority orders a listing off.
    Takedown {
        /// Whether its time has passed.
        overdue: bool,
        /// The listing's name.
        product: String,
        /// Who orders it.
        authority: String,
        /// The letter's number.
        number: String,
        /// Until when it is to be carried out.
        until: Timestamp,
    },
    /// A shop has paused itself after orders that nobody answered.
    ShopPaused {
        /// Which producer.
        producer: ProducerId,
        /// The producer's name.
        name: String,
    },
    /// A producer named another bank account.
    BankAccountChanged {
        /// The producer's name.
        producer: String,
        /// The bank.
        bank: String,
        /// The last digits of its number.
        ending: String,
        /// From when on it is paid to.
        from: Timestamp,
    },
    /// What waits for an official this morning.
    WorkWaiting {
        /// The day.
        day: Day,
        /// By kind.
        waiting: Vec<Waiting>,
    },
    /// Somebody wants to set a new password.
    ResetPassword {
        /// The one-time code's id; the secret is derived from it.
        code_id: Uuid,
        /// Until when it opens.
        until: Timestamp,
    },
    /// Eight digits that let somebody in.
    SignInCode {
        /// The one-time code's id; the digits are derived from it.
        code_id: Uuid,
        /// Until when they work.
        until: Timestamp,
    },
    /// A phone is to be proven by eight digits.
    ProvePhone {
        /// The one-time code's id; the digits are derived from it.
        code_id: Uuid,
        /// Until when they work.
        until: Timestamp,
    },
    /// Somebody is asked to become a member: eight digits let them.
    Invited {
        /// The invitation's id; the digits are derived from it.
        invitation: Uuid,
        /// The producer's name.
        producer: String,
        /// As what: a code.
        role: String,
        /// Until when it can be accepted.
        until: Timestamp,
    },
    /// A printed card with sign-in codes was issued for the reader.
    CardIssued {
        /// Who issued it.
        by: String,
        /// Until when its codes work.
        until: Timestamp,
    },
    /// A producer passed to another owner.
    HandedOver {
        /// Whether the reader is the new owner.
        to_you: bool,
        /// The producer's name.
        producer: String,
        /// Why: a code.
        reason: String,
    },
    /// An e-mail address is to be proven.
    ProveContact {
        /// The one-time code's id; the secret is derived from it.
        code_id: Uuid,
        /// Until when it opens.
        until: Timestamp,
    },
}

/// What a button in a notice opens. The one who sends or shows the notice makes it an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The buyer's own order.
    Order(CheckoutId, OrderId),
    /// The order on the producer's desk.
    ProducerOrder(OrderId),
    /// One button that accepts the order, without a sign-in.
    Accept(OrderId),
    /// One button that opens a shop again that rests, without a sign-in.
    Resume(ProducerId),
    /// The producer's listings.
    ProducerDesk,
    /// What waits for an official.
    Reviews,
    /// A new password.
    ResetPassword(Uuid),
    /// The proof of an address.
    ProveContact(Uuid),
    /// The reader's own account.
    Account,
    /// No address: eight digits to be typed in.
    Digits(Uuid),
}

impl Link {
    /// Whether its button acts, without a sign-in: then it belongs to one delivery alone.
    pub const fn acts(self) -> bool {
        matches!(self, Self::Accept(_) | Self::Resume(_))
    }

    /// Whether a text message carries it: what acts, and a buyer's order, to which a guest without a
    /// mailbox has no other way back.
    pub const fn is_in_a_text(self) -> bool {
        self.acts() || matches!(self, Self::Order(..))
    }
}

impl Message {
    /// Its kind, which is also its key in the catalogue: `order-placed-buyer`.
    pub fn kind(&self) -> String {
        match self {
            Self::Order { step, to, order } => {
                let payee = if order.goes_to_market(*step) {
                    "-to-market"
                } else {
                    ""
                };
                format!("order-{}{payee}-{}", step.word(), to.word())
            }
            Self::Case { step, to, .. } => format!("case-{}-{}", step.word(), to.word()),
            Self::Refund { step, to, .. } => format!("refund-{}-{}", step.word(), to.word()),
            Self::Decided { on, decision, .. } => format!("{}-{}", on.word(), decision.word()),
            Self::CertificateExpiring { to, .. } => format!("certificate-expiring-{}", to.word()),
            Self::Certificate { step, to, .. } => {
                format!("certificate-{}-{}", step.word(), to.word())
            }
            Self::Document { step, .. } => match step {
                DocumentStep::Expiring => "paper-expiring-producer".to_owned(),
                DocumentStep::Lapsed => "paper-lapsed-producer".to_owned(),
                DocumentStep::Paused => "paper-paused-producer".to_owned(),
            },
            Self::Takedown { overdue, .. } => {
                let step = if *overdue { "overdue" } else { "due" };
                format!("takedown-{step}-official")
            }
            Self::ShopPaused { .. } => "shop-paused".to_owned(),
            Self::BankAccountChanged { .. } => "bank-account-changed".to_owned(),
            Self::WorkWaiting { .. } => "work-waiting".to_owned(),
            Self::ResetPassword { .. } => "reset-password".to_owned(),
            Self::ProveContact { .. } => "prove-contact".to_owned(),
            Self::Invited { .. } => "invited".to_owned(),
            Self::CardIssued { .. } => "card-issued".to_owned(),
            Self::HandedOver { to_you: true, .. } => "handed-over-new-owner".to_owned(),
            Self::HandedOver { to_you: false, .. } => "handed-over-old-owner".to_owned(),
            Self::SignInCode { .. } => "sign-in-code".to_owned(),
            Self::ProvePhone { .. } => "prove-phone".to_owned(),
        }
    }

    /// The order that it is about.
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Self::Order { order, .. } => Some(order.id),
            Self::Case { case, .. } => Some(case.order),
            Self::Refund { refund, .. } => Some(refund.order),
            _ => None,
        }
    }

    /// What its button opens.
    pub fn link(&self) -> Option<Link> {
        match self {
            Self::Order { to, order, step } => Some(match (to, step) {
                (Side::Buyer, _) => Link::Order(order.checkout, order.id),
                (Side::Producer, OrderStep::Placed | OrderStep::Reminder) => Link::Accept(order.id),
                (Side::Producer, _) => Link::ProducerOrder(order.id),
                (Side::Official, _) => Link::Reviews,
            }),
            Self::Case { to, case, .. } => Some(to.order(case.checkout, case.order)),
            Self::Refund { to, refund, .. } => Some(to.order(refund.checkout, refund.order)),
            Self::Decided { .. }
            | Self::Document { .. }
            | Self::BankAccountChanged { .. }
            | Self::HandedOver { to_you: true, .. } => Some(Link::ProducerDesk),
            Self::ShopPaused { producer, .. } => Some(Link::Resume(*producer)),
            Self::CertificateExpiring { to, .. } | Self::Certificate { to, .. } => Some(match to {
                Side::Official => Link::Reviews,
                Side::Producer | Side::Buyer => Link::ProducerDesk,
            }),
            Self::Takedown { .. } | Self::WorkWaiting { .. } => Some(Link::Reviews),
            Self::ResetPassword { code_id, .. } => Some(Link::ResetPassword(*code_id)),
            Self::ProveContact { code_id, .. } => Some(Link::ProveContact(*code_id)),
            Self::SignInCode { code_id: id, .. }
            | Self::ProvePhone { code_id: id, .. }
            | Self::Invited { invitation: id, .. } => Some(Link::Digits(*id)),
            Self::CardIssued { .. } | Self::HandedOver { .. } => Some(Link::Account),
        }
    }

    /// The side whose business it is; none for what is between the program and an account, and for a
    /// shop that rests: it is on the call sheet already, whether its notice arrives or not.
    pub(crate) fn side(&self) -> Option<Side> {
        match self {
            Self::Order { to, .. }
            | Self::Case { to, .. }
            | Self::Refund { to, .. }
            | Self::CertificateExpiring { to, .. }
            | Self::Certificate { to, .. } => (*to != Side::Official).then_some(*to),
            Self::Decided { .. } | Self::Document { .. } => Some(Side::Producer),
            Self::Takedown { .. }
            | Self::ShopPaused { .. }
            | Self::BankAccountChanged { .. }
            | Self::WorkWaiting { .. }
            | Self::ResetPassword { .. }
            | Self::ProveContact { .. }
            | Self::SignInCode { .. }
            | Self::ProvePhone { .. }
            | Self::Invited { .. }
            | Self::CardIssued { .. }
            | Self::HandedOver { .. } => None,
        }
    }

    /// Whether it goes by every channel that its person has: at half time the second one is tried
    /// too, and a buyer whose order the producer let die hears it wherever they can. So does who may
    /// lose what is theirs: a producer, or the account's own door.
    pub(crate) fn by_every_channel(&self) -> bool {
        let (step, to, order) = match self {
            Self::Order { step, to, order } => (step, to, order),
            Self::CardIssued { .. } | Self::HandedOver { .. } | Self::BankAccountChanged { .. } => {
                return true;
            }
            _ => return false,
        };
        let let_die = ["producer_no_answer", "not_shipped"];
        match (step, to) {
            (OrderStep::Reminder, Side::Producer) => true,
            (OrderStep::Cancelled, Side::Buyer) => order
                .reason
                .as_deref()
                .is_some_and(|why| let_die.contains(&why)),
            _ => false,
        }
    }

    /// Whether it may be read by anybody who is signed in to the account: what opens the account
    /// itself goes to the address alone.
    pub fn in_inbox(&self) -> bool {
        !matches!(
            self,
            Self::ResetPassword { .. }
                | Self::ProveContact { .. }
                | Self::SignInCode { .. }
                | Self::ProvePhone { .. }
                | Self::Invited { .. }
        )
    }
}
