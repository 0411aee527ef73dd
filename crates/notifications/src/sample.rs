//! One message of every kind, for tests.

use kernel::{CheckoutId, OrderId, ProducerId, Timestamp, Vnd};
use uuid::Uuid;

use crate::certificate::{CertificateFacts, CertificateStep};
use crate::message::{
    CaseFacts, CaseStep, Decision, DocumentStep, Item, Message, OrderFacts, OrderStep, Pile,
    RefundFacts, RefundStep, Remark, Side, Subject, TransferFacts, Waiting,
};

pub(crate) const STEPS: [OrderStep; 20] = [
    OrderStep::AwaitingPayment,
    OrderStep::PaymentReminder,
    OrderStep::PaymentReported,
    OrderStep::PartlyPaid,
    OrderStep::PaymentMissing,
    OrderStep::PaymentUnchecked,
    OrderStep::Placed,
    OrderStep::Reminder,
    OrderStep::Extended,
    OrderStep::Accepted,
    OrderStep::Declined,
    OrderStep::Shipped,
    OrderStep::AskBuyer,
    OrderStep::Delivered,
    OrderStep::Completed,
    OrderStep::Cancelled,
    OrderStep::Expired,
    OrderStep::DeliveryFailed,
    OrderStep::Returned,
    OrderStep::Lost,
];

pub(crate) fn at() -> Timestamp {
    "2026-11-23T07:05:00+07:00".parse().unwrap()
}

pub(crate) fn order(step: OrderStep) -> OrderFacts {
    let sent = matches!(step, OrderStep::Shipped | OrderStep::AskBuyer);
    let ended = matches!(
        step,
        OrderStep::Declined | OrderStep::Cancelled | OrderStep::Expired
    );
    let asks = matches!(
        step,
        OrderStep::AwaitingPayment
            | OrderStep::PaymentReminder
            | OrderStep::PartlyPaid
            | OrderStep::PaymentMissing
    );
    OrderFacts {
        id: OrderId(Uuid::from_u128(7)),
        checkout: CheckoutId(Uuid::from_u128(8)),
        code: "OC7K2M9QXA4".into(),
        producer: "Nước mắm Thu Hùng".into(),
        recipient: "Trần Thị Bích, 0912345678, thôn 3, Xã Thiên Cầm, Hà Tĩnh".into(),
        lines: vec![Item {
            name: "Nước mắm cốt <40°N> & chai 500 ml".into(),
            quantity: 2,
            total: Vnd(130_000),
        }],
        goods: Vnd(130_000),
        shipping: Vnd(25_000),
        total: Vnd(155_000),
        transfer: asks.then(|| TransferFacts {
            amount: Vnd(155_000),
            bank: "Vietcombank".into(),
            account: "1012345678".into(),
            account_name: "HO THI THU".into(),
            text: "OC7K2M9QXA4".into(),
            to_market: false,
        }),
        payment_method: if asks { "vietqr" } else { "cod" }.into(),
        deadline: (!ended).then(|| at().plus_hours(30)),
        reason: ended.then(|| "producer_no_answer".into()),
        carrier: sent.then(|| "coach".into()),
        tracking_code: sent.then(|| "HT-0099".into()),
        parcel_phone: sent.then(|| "0912000009".into()),
    }
}

#[expect(clippy::too_many_lines, reason = "one message after the other")]
/// Every message that the program can send.
pub(crate) fn messages() -> Vec<Message> {
    let mut all = vec![];
    for step in STEPS {
        all.extend(step.sides().iter().map(|to| Message::Order {
            step,
            to: *to,
            order: Box::new(order(step)),
        }));
    }
    for step in [
        CaseStep::Open,
        CaseStep::Answered,
        CaseStep::Operator,
        CaseStep::Returning,
        CaseStep::Closed,
    ] {
        all.extend(step.sides().iter().map(|to| case(step, *to)));
    }
    for (step, to) in [
        (RefundStep::Due, Side::Buyer),
        (RefundStep::Payable, Side::Producer),
        (RefundStep::Payable, Side::Official),
        (RefundStep::Overdue, Side::Official),
        (RefundStep::Sent, Side::Buyer),
    ] {
        all.push(refund(step, to));
    }
    for on in [
        Subject::Producer,
        Subject::Listing,
        Subject::Certificate,
        Subject::Document,
        Subject::Portrait,
    ] {
        for decision in [
            Decision::Approved,
            Decision::Rejected,
            Decision::ChangesRequested,
        ] {
            all.push(decided(on, decision));
        }
    }
    for (to, days) in [
        (Side::Producer, 30),
        (Side::Producer, 0),
        (Side::Official, 180),
    ] {
        all.push(expiring(to, days));
    }
    for step in [
        CertificateStep::Extended,
        CertificateStep::Revoked,
        CertificateStep::Superseded,
        CertificateStep::Lapsed,
    ] {
        all.extend([Side::Producer, Side::Official].map(|to| certificate(step, to)));
    }
    for step in [
        DocumentStep::Expiring,
        DocumentStep::Lapsed,
        DocumentStep::Paused,
    ] {
        all.push(Message::Document {
            step,
            kind: "alcohol_production_licence".into(),
            number: "12/GP-UBND".into(),
            expires_on: kernel::Day::of(at()).plus_days(30),
        });
    }
    all.extend([false, true].map(|overdue| Message::Takedown {
        overdue,
        product: "Rượu sim Thanh Bảo".into(),
        authority: "Sở Công Thương Hà Tĩnh".into(),
        number: "77/SCT-QLTM".into(),
        until: at().plus_hours(24),
    }));
    let (code_id, until) = (Uuid::from_u128(9), at().plus_hours(1));
    all.extend([
        Message::BankAccountChanged {
            producer: "Nước mắm Thu Hùng".into(),
            bank: "Vietcombank".into(),
            ending: "5678".into(),
            from: at().plus_hours(48),
        },
        Message::ShopPaused {
            producer: ProducerId(Uuid::nil()),
            name: "Nước mắm Thu Hùng".into(),
        },
        waiting(),
        Message::ResetPassword { code_id, until },
        Message::ProveContact { code_id, until },
        Message::SignInCode { code_id, until },
        Message::ProvePhone { code_id, until },
        Message::Invited {
            invitation: code_id,
            producer: "HTX Thanh Bảo".into(),
            role: "packer".into(),
            until,
        },
        Message::CardIssued {
            by: "Lê Văn Sơn".into(),
            until,
        },
        handed_over(true),
        handed_over(false),
    ]);
    all
}

fn handed_over(to_you: bool) -> Message {
    Message::HandedOver {
        to_you,
        producer: "HTX Thanh Bảo".into(),
        reason: "new_representative".into(),
    }
}

fn decided(on: Subject, decision: Decision) -> Message {
    let remarks = [("picture_unclear", "Ảnh nhãn bị mờ."), ("price_unit", "")];
    Message::Decided {
        on,
        decision,
        name: "Kẹo cu đơ Hà Tĩnh".into(),
        remarks: match decision {
            Decision::Approved => vec![],
            Decision::Rejected | Decision::ChangesRequested => remarks
                .map(|(code, text)| Remark {
                    code: code.into(),
                    text: text.into(),
                })
                .into(),
        },
    }
}

fn case(step: CaseStep, to: Side) -> Message {
    let closed = matches!(step, CaseStep::Closed | CaseStep::Returning);
    Message::Case {
        step,
        to,
        case: Box::new(CaseFacts {
            order: OrderId(Uuid::from_u128(7)),
            checkout: CheckoutId(Uuid::from_u128(8)),
            code: "OC7K2M9QXA4".into(),
            producer: "Nước mắm Thu Hùng".into(),
            kind: "leaking".into(),
            wish: "refund".into(),
            answer: (step != CaseStep::Open).then(|| "return".into()),
            decision: closed.then(|| "return".into()),
            until: (step != CaseStep::Closed).then(|| at().plus_hours(48)),
        }),
    }
}

fn refund(step: RefundStep, to: Side) -> Message {
    Message::Refund {
        step,
        to,
        refund: Box::new(RefundFacts {
            order: OrderId(Uuid::from_u128(7)),
            checkout: CheckoutId(Uuid::from_u128(8)),
            code: "OC7K2M9QXA4".into(),
            amount: Vnd(130_000),
            until: at().plus_hours(72),
        }),
    }
}

fn expiring(to: Side, days: i64) -> Message {
    Message::CertificateExpiring {
        to,
        product: "Rượu sim Thanh Bảo".into(),
        producer: "HTX Thanh Bảo".into(),
        decision_no: "1234/QĐ-UBND".into(),
        expires_on: kernel::Day::of(at()).plus_days(days),
        days,
    }
}

fn certificate(step: CertificateStep, to: Side) -> Message {
    let revoked = step == CertificateStep::Revoked;
    let superseded = step == CertificateStep::Superseded;
    Message::Certificate {
        step,
        to,
        certificate: Box::new(CertificateFacts {
            product: "Nước mắm Thu Hùng".into(),
            producer: "HTX Thu Hùng".into(),
            decision_no: "1234/QĐ-UBND".into(),
            until: (!revoked && !superseded).then(|| kernel::Day::of(at()).plus_days(30)),
            cause: revoked.then(|| "law_breached".into()),
            newer: superseded.then(|| "77/QĐ-UBND".into()),
        }),
    }
}

fn waiting() -> Message {
    let waiting = |on, count| Waiting {
        on,
        count,
        urgent: 1,
        days: 3,
    };
    Message::WorkWaiting {
        day: kernel::Day::of(at()),
        waiting: vec![
            waiting(Pile::Producers, 1),
            waiting(Pile::Listings, 4),
            waiting(Pile::Portraits, 1),
            waiting(Pile::Calls, 2),
            waiting(Pile::Differences, 1),
            waiting(Pile::EndingCertificates, 1),
            waiting(Pile::EndingPapers, 5),
        ],
    }
}
