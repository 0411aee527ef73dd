use std::ops::Deref;
use std::sync::Arc;

use market::App;

/// What every handler can reach: the node, and later its caches and limits. Cheap to clone.
#[derive(Clone, Debug)]
pub struct State(Arc<Inner>);

/// The contents of a [`State`].
#[derive(Debug)]
pub struct Inner {
    /// The node.
    pub app: App,
}

impl State {
    /// The state of a node.
    pub fn new(app: App) -> Self {
        Self(Arc::new(Inner { app }))
    }
}

impl Deref for State {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
