use kernel::words;

words! {
    /// What a paper is.
    DocumentKind {
        /// Tự công bố sản phẩm.
        FoodSelfDeclaration = "food_self_declaration",
        /// Đăng ký bản công bố.
        FoodRegistration = "food_registration",
        /// Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm.
        FoodFacilityCertificate = "food_facility_certificate",
        /// Giấy tờ chứng minh cơ sở không thuộc diện cấp: what shows that a facility needs no certificate.
        FoodFacilityExemption = "food_facility_exemption",
        /// Phiếu kiểm nghiệm.
        TestReport = "test_report",
        /// Giấy phép sản xuất rượu.
        AlcoholProductionLicence = "alcohol_production_licence",
        /// Giấy phép bán lẻ rượu.
        AlcoholRetailLicence = "alcohol_retail_licence",
        /// Good agricultural practice.
        Vietgap = "vietgap",
        /// Nhãn hiệu.
        Trademark = "trademark",
        /// Chỉ dẫn địa lý.
        GeographicalIndication = "geographical_indication",
        /// Phiếu công bố mỹ phẩm.
        CosmeticsNotification = "cosmetics_notification",
    }
}

words! {
    /// Where a paper stands.
    DocumentState {
        /// It waits for an official.
        Submitted = "submitted",
        /// An official has seen that it holds.
        Verified = "verified",
        /// It does not hold.
        Rejected = "rejected",
        /// Its last day has passed.
        Lapsed = "lapsed",
    }
}

words! {
    /// How much a paper is asked for.
    Gate {
        /// Nothing is handed in without it.
        Required = "required",
        /// It is better there.
        Advised = "advised",
    }
}
