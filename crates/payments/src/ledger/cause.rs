use kernel::words;

words! {
    /// Why money moved. In brackets: whose id the subject is.
    Cause {
        /// It came (a receipt).
        Received = "received",
        /// It came to the market's bank account, and nobody knows what for (the bank's line).
        Unmatched = "unmatched",
        /// What was missing was let go of (a receipt, or the payment where no money came with it).
        Forgiven = "forgiven",
        /// What had been let go of came after all (a receipt), or is not needed (the order).
        ForgivenBack = "forgiven_back",
        /// The order is completed: it is the producer's (the order).
        Earned = "earned",
        /// The market's share of it (the order).
        Commission = "commission",
        /// Value-added tax of it (the order).
        Vat = "vat",
        /// Personal income tax of it (the order).
        Pit = "pit",
        /// Delivery that the market itself pays for (the order).
        Shipping = "shipping",
        /// It is owed back (a refund).
        RefundOwed = "refund_owed",
        /// The market's share of what is owed back (a refund).
        CommissionBack = "commission_back",
        /// Value-added tax of what is owed back (a refund).
        VatBack = "vat_back",
        /// Personal income tax of what is owed back (a refund).
        PitBack = "pit_back",
        /// Delivery of what is owed back (a refund).
        ShippingBack = "shipping_back",
        /// It was sent back (a refund, or the try at it).
        RefundSent = "refund_sent",
        /// It was sent back and did not arrive (a refund, or the try at it).
        RefundFailed = "refund_failed",
        /// A card's bank took it back, and it is argued about (a dispute).
        Disputed = "disputed",
        /// What was argued about came back (a dispute).
        DisputeWon = "dispute_won",
        /// What the market bore of an order that was not sold in the end (the order).
        LossBack = "loss_back",
        /// What the card company kept for itself (the try, the dispute, or its payout).
        Fee = "fee",
        /// The card company paid out to the market's own bank account (its payout).
        ToBank = "to_bank",
        /// That did not arrive: it lies with the card company again (its payout).
        ToBankFailed = "to_bank_failed",
        /// What was paid out came back, for it is owed to a buyer (a refund).
        Reversed = "reversed",
        /// A carrier handed on what it took at a door (a remittance).
        HandedOn = "handed_on",
        /// What a producer had earned at doors came to the market (a remittance).
        Taken = "taken",
        /// A producer paid what it owed the market (a receipt).
        ClaimPaid = "claim_paid",
        /// What the market owed was paid out (a payout).
        PaidOut = "paid_out",
        /// What a producer owed was taken off what it was paid out (a payout).
        Netted = "netted",
    }
}
