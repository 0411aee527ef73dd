use kernel::{
    AccountId, AuthorityOrderId, BankAccountId, CaseId, CertificateId, DeliveryId, DocumentId,
    HandOverId, InvitationId, NoticeId, OrderId, PaymentId, PayoutId, ProducerId, ProductId,
    RefundId, ReviewId, SignInCardId,
};
use notifications::{CaseStep, CertificateStep, DocumentStep, OrderStep, RefundStep};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

/// Everything that this program can run: parsed from a job's kind and payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    /// Something happened that people are told of.
    Event(Event),
    /// The open orders of something suspended are ended.
    CancelSuspended(Uuid),
    /// A notice that reached nobody becomes a line of the call sheet.
    Unreached(NoticeId),
    /// A delivery goes out.
    Deliver(DeliveryId),
    /// A payment by card is read again at the card company.
    Reconcile(PaymentId),
    /// The card company spoke of a payment by card.
    Heard(String),
    /// The card company spoke of a producer's account.
    Account(String),
    /// Money goes back to its card.
    ToCard(RefundId),
    /// The pictures of a listing that was taken down go where no public address leads.
    Withhold(ProductId),
    /// A payout goes to its producer's account at the card company.
    ToProducer(PayoutId),
    /// What was paid out of a sale is taken back for its buyer.
    TakeBack(RefundId),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A step of an order.
    Order(OrderId, OrderStep),
    /// A step of an order that is nobody's news: it is packed.
    Quiet,
    /// A step of a case.
    Case(CaseId, CaseStep),
    /// A step of a refund.
    Refund(RefundId, RefundStep),
    /// What becomes of a producer's paper.
    Document(DocumentId, DocumentStep),
    /// An authority orders a listing off; whether its time has passed.
    Takedown(AuthorityOrderId, bool),
    /// An official decided.
    Decided(ReviewId),
    /// A shop has paused itself.
    ShopPaused(ProducerId),
    /// A producer named another bank account.
    BankAccountChanged(BankAccountId),
    /// A certificate ends soon.
    CertificateExpiring(CertificateId),
    /// What became of a certificate, and which official did it.
    Certificate(CertificateId, CertificateStep, Option<AccountId>),
    /// A letter with a one-time code is to go out.
    Letter(Uuid),
    /// Somebody is asked to become a member.
    Invited(InvitationId),
    /// A card with sign-in codes was issued.
    CardIssued(SignInCardId),
    /// A producer passed to a new owner.
    HandedOver(HandOverId),
}

/// A job that this program cannot read: a kind of another version, or a payload without its ids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a job of kind {0} with this payload cannot be read")]
pub(crate) struct Unreadable(String);

/// What follows from what happened: mostly, people are told.
pub(crate) const EVENTS: &[&str] = &[
    "orders.awaiting_payment",
    "orders.payment_reminder",
    "orders.payment_reported",
    "orders.partly_paid",
    "orders.payment_missing",
    "orders.payment_unchecked",
    "orders.placed",
    "orders.accepted",
    "orders.declined",
    "orders.packed",
    "orders.shipped",
    "orders.delivered",
    "orders.completed",
    "orders.cancelled",
    "orders.expired",
    "orders.delivery_failed",
    "orders.returned",
    "orders.lost",
    "orders.reminder",
    "orders.extended",
    "orders.ask_buyer",
    "orders.case_open",
    "orders.case_answered",
    "orders.case_operator",
    "orders.case_returning",
    "orders.case_closed",
    "payments.refund_due",
    "payments.refund_payable",
    "payments.refund_overdue",
    "payments.refund_sent",
    "catalog.producer_decided",
    "catalog.listing_decided",
    "catalog.certificate_decided",
    "catalog.document_decided",
    "catalog.portrait_decided",
    "catalog.document_expiring",
    "catalog.document_lapsed",
    "catalog.document_paused",
    "catalog.takedown_due",
    "catalog.takedown_overdue",
    "catalog.certificate_expiring",
    "catalog.shop_paused",
    "catalog.bank_account_changed",
    "catalog.certificate_extended",
    "catalog.certificate_revoked",
    "catalog.certificate_superseded",
    "catalog.certificate_lapsed",
    "accounts.prove_contact",
    "accounts.reset_password",
    "accounts.sign_in",
    "accounts.invited",
    "accounts.card_issued",
    "accounts.handed_over",
    CANCEL_SUSPENDED,
    notifications::UNREACHED,
];

const CANCEL_SUSPENDED: &str = "market.cancel_suspended";

/// What follows from what happened, and is nobody's news.
const TOLD_TO_NOBODY: [&str; 2] = [CANCEL_SUSPENDED, notifications::UNREACHED];

/// What talks to the outside.
pub(crate) const DELIVERIES: &[&str] = &[
    notifications::DELIVER,
    payments::RECONCILE,
    payments::HEARD,
    payments::ACCOUNT,
    payments::TO_CARD,
    catalog::takedowns::WITHHOLD,
    payments::TO_PRODUCER,
    payments::TAKE_BACK,
];

impl Job {
    /// The job of a kind with a payload.
    pub(crate) fn parse(kind: &str, payload: &Value) -> Result<Self, Unreadable> {
        let job = if TOLD_TO_NOBODY.contains(&kind) || DELIVERIES.contains(&kind) {
            Self::work(kind, payload)
        } else {
            event(kind, payload).map(Self::Event)
        };
        job.ok_or_else(|| Unreadable(kind.to_owned()))
    }

    /// What is done, and told to nobody.
    fn work(kind: &str, payload: &Value) -> Option<Self> {
        match kind {
            notifications::DELIVER => field(payload, "delivery").map(Self::Deliver),
            payments::RECONCILE => field(payload, "payment").map(Self::Reconcile),
            payments::HEARD => field(payload, "intent").map(Self::Heard),
            payments::ACCOUNT => field(payload, "account").map(Self::Account),
            payments::TO_CARD => field(payload, "refund").map(Self::ToCard),
            catalog::takedowns::WITHHOLD => field(payload, "product").map(Self::Withhold),
            payments::TO_PRODUCER => field(payload, "payout").map(Self::ToProducer),
            payments::TAKE_BACK => field(payload, "refund").map(Self::TakeBack),
            notifications::UNREACHED => field(payload, "notice").map(Self::Unreached),
            CANCEL_SUSPENDED => field(payload, "suspension").map(Self::CancelSuspended),
            _ => None,
        }
    }
}

/// What happened, by an event's kind.
fn event(kind: &str, payload: &Value) -> Option<Event> {
    match kind {
        "catalog.producer_decided"
        | "catalog.listing_decided"
        | "catalog.certificate_decided"
        | "catalog.document_decided"
        | "catalog.portrait_decided" => field(payload, "review").map(Event::Decided),
        "catalog.document_expiring" => document(payload, DocumentStep::Expiring),
        "catalog.document_lapsed" => document(payload, DocumentStep::Lapsed),
        "catalog.document_paused" => document(payload, DocumentStep::Paused),
        "catalog.takedown_due" => takedown(payload, false),
        "catalog.takedown_overdue" => takedown(payload, true),
        "catalog.bank_account_changed" => {
            field(payload, "bank_account").map(Event::BankAccountChanged)
        }
        "catalog.shop_paused" => field(payload, "producer").map(Event::ShopPaused),
        "catalog.certificate_expiring" => {
            field(payload, "certificate").map(Event::CertificateExpiring)
        }
        _ if kind.starts_with("catalog.certificate_") => field(payload, "certificate")
            .zip(certificate_step(kind))
            .map(|(id, step)| Event::Certificate(id, step, field(payload, "by"))),
        "accounts.invited" => field(payload, "invitation").map(Event::Invited),
        "accounts.card_issued" => field(payload, "card").map(Event::CardIssued),
        "accounts.handed_over" => field(payload, "hand_over").map(Event::HandedOver),
        "accounts.prove_contact" | "accounts.reset_password" | "accounts.sign_in" => {
            field(payload, "code_id").map(Event::Letter)
        }
        _ if kind.starts_with("orders.case_") => field(payload, "case")
            .zip(case_step(kind))
            .map(|(case, step)| Event::Case(case, step)),
        _ if kind.starts_with("payments.refund_") => field(payload, "refund")
            .zip(refund_step(kind))
            .map(|(refund, step)| Event::Refund(refund, step)),
        "orders.packed" => field::<OrderId>(payload, "order").map(|_| Event::Quiet),
        _ => field(payload, "order")
            .zip(kind.strip_prefix("orders.").and_then(step))
            .map(|(order, step)| Event::Order(order, step)),
    }
}

/// The step that an order's event names.
fn step(word: &str) -> Option<OrderStep> {
    Some(match word {
        "awaiting_payment" => OrderStep::AwaitingPayment,
        "payment_reminder" => OrderStep::PaymentReminder,
        "payment_reported" => OrderStep::PaymentReported,
        "partly_paid" => OrderStep::PartlyPaid,
        "payment_missing" => OrderStep::PaymentMissing,
        "payment_unchecked" => OrderStep::PaymentUnchecked,
        "placed" => OrderStep::Placed,
        "accepted" => OrderStep::Accepted,
        "declined" => OrderStep::Declined,
        "shipped" => OrderStep::Shipped,
        "delivered" => OrderStep::Delivered,
        "completed" => OrderStep::Completed,
        "cancelled" => OrderStep::Cancelled,
        "expired" => OrderStep::Expired,
        "delivery_failed" => OrderStep::DeliveryFailed,
        "returned" => OrderStep::Returned,
        "lost" => OrderStep::Lost,
        "reminder" => OrderStep::Reminder,
        "extended" => OrderStep::Extended,
        "ask_buyer" => OrderStep::AskBuyer,
        _ => return None,
    })
}

fn document(payload: &Value, step: DocumentStep) -> Option<Event> {
    field(payload, "document").map(|document| Event::Document(document, step))
}

fn takedown(payload: &Value, overdue: bool) -> Option<Event> {
    field(payload, "authority_order").map(|order| Event::Takedown(order, overdue))
}

/// What an event says of a certificate.
fn certificate_step(kind: &str) -> Option<CertificateStep> {
    Some(match kind.strip_prefix("catalog.certificate_")? {
        "extended" => CertificateStep::Extended,
        "revoked" => CertificateStep::Revoked,
        "superseded" => CertificateStep::Superseded,
        "lapsed" => CertificateStep::Lapsed,
        _ => return None,
    })
}

/// The step that a case's event names.
fn case_step(kind: &str) -> Option<CaseStep> {
    Some(match kind.strip_prefix("orders.case_")? {
        "open" => CaseStep::Open,
        "answered" => CaseStep::Answered,
        "operator" => CaseStep::Operator,
        "returning" => CaseStep::Returning,
        "closed" => CaseStep::Closed,
        _ => return None,
    })
}

/// The step that a refund's event names.
fn refund_step(kind: &str) -> Option<RefundStep> {
    Some(match kind.strip_prefix("payments.refund_")? {
        "due" => RefundStep::Due,
        "payable" => RefundStep::Payable,
        "overdue" => RefundStep::Overdue,
        "sent" => RefundStep::Sent,
        _ => return None,
    })
}

fn field<T: DeserializeOwned>(payload: &Value, name: &str) -> Option<T> {
    serde_json::from_value(payload.get(name)?.clone()).ok()
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_that_is_claimed_can_be_read() {
        let now = Timestamp(1_790_000_000_000);
        let payload = json!({
            "order": OrderId::new(now), "review": ReviewId::new(now),
            "document": DocumentId::new(now), "authority_order": AuthorityOrderId::new(now),
            "payment": PaymentId::new(now), "payout": PayoutId::new(now), "intent": "pi_1", "account": "acct_1", "product": ProductId::new(now), "case": CaseId::new(now), "refund": RefundId::new(now),
            "certificate": CertificateId::new(now), "code_id": Uuid::from_u128(7), "suspension": Uuid::from_u128(8),
            "delivery": DeliveryId::new(now), "notice": NoticeId::new(now), "producer": ProducerId::new(now),
            "bank_account": BankAccountId::new(now), "invitation": InvitationId::new(now), "card": SignInCardId::new(now), "hand_over": HandOverId::new(now),
        });
        for kind in EVENTS.iter().chain(DELIVERIES) {
            assert!(Job::parse(kind, &payload).is_ok(), "{kind}");
            assert!(Job::parse(kind, &json!({})).is_err(), "{kind}");
        }
        assert!(Job::parse("orders.teleported", &payload).is_err());
    }
}
