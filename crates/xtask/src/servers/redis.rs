use std::process::{Child, Stdio};

use anyhow::{Context, Result};

use super::{bound_to_us, wait_for};
use crate::{packages, shell};

/// A Redis that keeps nothing; it ends with this value.
pub(crate) struct Redis {
    child: Child,
    /// Where it listens.
    pub(crate) url: String,
}

impl Redis {
    /// Starts one.
    pub(crate) fn start() -> Result<Self> {
        let port = shell::free_port()?;
        let child = bound_to_us(&packages::redis()?)
            .args([
                "--port",
                &port.to_string(),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ])
            .stdout(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .context("redis-server cannot be started")?;
        let redis = Self {
            child,
            url: format!("redis://127.0.0.1:{port}"),
        };
        wait_for(port, "Redis")?;
        Ok(redis)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
