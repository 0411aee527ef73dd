use serde::{Deserialize, Serialize};

/// A bank account that money is sent to: of a producer, or of the market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// The six digits that VietQR knows the bank by.
    pub bank_bin: String,
    /// Its number: letters and digits.
    pub account: String,
    /// In whose name: capital letters without tones, as banks write it.
    pub account_name: String,
}
