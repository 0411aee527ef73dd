use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "manner", rename_all = "snake_case")]
pub enum Manner {
    /// The answer takes so long; meanwhile the key is in use.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// It is done, and its answer takes so long.
    DelayAfter {
        /// Milliseconds.
        ms: u64,
    },
    /// The connection is cut, and nothing was done.
    CutBefore,
    /// It is done, and the connection is cut.
    CutAfter,
    /// 500, kept under the key; nothing was done.
    #[serde(rename = "error_500")]
    Error,
    /// It is done, and 500 is kept under the key.
    #[serde(rename = "error_500_after")]
    ErrorAfter,
    /// 429; nothing was done.
    TooMany,
    /// It is done, and a proxy answers 502 in HTML.
    #[serde(rename = "html_502")]
    Html,
    /// It is done, and the answer ends in the middle.
    Truncated,
}

/// Something that will go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Of which requests: the beginning of `POST /v1/refunds`, or all of them.
    #[serde(default)]
    pub on: String,
    /// How.
    #[serde(flatten)]
    pub manner: Manner,
    /// How often; without it, until the faults are cleared.
    #[serde(default)]
    pub times: Option<u32>,
}

impl Fault {
    /// Goes wrong once.
    pub fn once(on: &str, manner: Manner) -> Self {
        Self {
            on: on.to_owned(),
            manner,
            times: Some(1),
        }
    }

    /// Goes wrong until it is cleared.
    pub fn always(on: &str, manner: Manner) -> Self {
        Self {
            on: on.to_owned(),
            manner,
            times: None,
        }
    }
}

/// What goes wrong with a request, if anything; its count goes down.
pub(crate) fn strike(faults: &mut Vec<Fault>, request: &str) -> Option<Manner> {
    let at = faults
        .iter()
        .position(|fault| request.starts_with(&fault.on))?;
    let fault = &mut faults[at];
    let manner = fault.manner;
    if let Some(times) = &mut fault.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            faults.remove(at);
        }
    }
    Some(manner)
}
