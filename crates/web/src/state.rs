use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::ProductId;
use market::App;
use quick_cache::sync::Cache;

use crate::answers::Answers;
use crate::limits::{Limits, Settings};

/// What every handler can reach: the node, and later its caches and limits. Cheap to clone.
#[derive(Clone, Debug)]
pub struct State(Arc<Inner>);

/// The contents of a [`State`].
#[derive(Debug)]
pub struct Inner {
    /// The node.
    pub app: App,
    /// Public answers, kept.
    pub answers: Answers,
    /// Slugs that lead to a listing today; a slug is never another's.
    pub slugs: Cache<String, ProductId>,
    /// Public codes that were asked for, with the listing whose own they are for ever; none for
    /// those of an entry of the registry.
    pub codes: Cache<String, Option<ProductId>>,
    pub(crate) limits: Limits,
    draining: AtomicBool,
}

impl State {
    /// The state of a node without limits.
    pub fn new(app: App) -> Self {
        Self::open(app, Settings::off(), Answers::default())
    }

    /// The state of a node with limits and a memory of public answers.
    pub fn open(app: App, limits: Settings, answers: Answers) -> Self {
        Self(Arc::new(Inner {
            app,
            answers,
            slugs: Cache::new(50_000),
            codes: Cache::new(50_000),
            limits: Limits::new(limits),
            draining: AtomicBool::new(false),
        }))
    }

    /// From now on this node is not ready: it finishes what was begun and takes nothing new.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}

impl Deref for State {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
