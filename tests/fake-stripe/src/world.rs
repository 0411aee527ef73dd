use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::faults::Fault;
use crate::hooks::Delivery;
use crate::keys::Kept;

/// How a stand-in behaves.
#[derive(Clone)]
pub struct Settings {
    /// Where events are sent, and what they are signed with.
    pub webhook: Option<(String, String)>,
    /// Its clock, in seconds.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// What a charge costs, in thousandths.
    pub fee_permille: i64,
    /// For how long a charge is pending.
    pub pending_seconds: i64,
    /// How long it waits before it sends a webhook again, each time.
    pub again_after_ms: Vec<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            webhook: None,
            clock: Arc::new(|| kernel::Clock::System.now().0 / 1000),
            fee_permille: 0,
            pending_seconds: 0,
            again_after_ms: vec![200, 1_000, 5_000, 30_000, 120_000],
        }
    }
}

/// Everything that it knows.
pub(crate) struct World {
    pub(crate) settings: Settings,
    /// Its own address, for the pages that it sends people to.
    pub(crate) url: String,
    objects: HashMap<String, Value>,
    kinds: HashMap<&'static str, Vec<String>>,
    /// What the connected accounts hold.
    pub(crate) held: HashMap<String, i64>,
    /// Each thing that moved money, as it happened.
    pub(crate) journal: Vec<Value>,
    /// Each request, as it was answered.
    pub(crate) requests: Vec<Value>,
    pub(crate) keys: HashMap<String, Kept>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) delivery: Delivery,
    pub(crate) events: UnboundedSender<Value>,
    /// So many webhooks have not arrived yet.
    pub(crate) on_the_way: usize,
}

impl World {
    pub(crate) fn new(settings: Settings, url: String, events: UnboundedSender<Value>) -> Self {
        Self {
            settings,
            url,
            objects: HashMap::new(),
            kinds: HashMap::new(),
            held: HashMap::new(),
            journal: vec![],
            requests: vec![],
            keys: HashMap::new(),
            faults: vec![],
            delivery: Delivery::default(),
            events,
            on_the_way: 0,
        }
    }

    /// Another one in which everything stands as it does here, and nothing has happened yet.
    pub(crate) fn copy(
        &self,
        settings: Settings,
        url: String,
        events: UnboundedSender<Value>,
    ) -> Self {
        Self {
            objects: self.objects.clone(),
            kinds: self.kinds.clone(),
            held: self.held.clone(),
            keys: self.keys.clone(),
            ..Self::new(settings, url, events)
        }
    }

    /// The instant now, in seconds.
    pub(crate) fn now(&self) -> i64 {
        (self.settings.clock)()
    }

    /// A new thing of a kind, as it will be shown.
    pub(crate) fn add(&mut self, kind: &'static str, object: Value) -> Value {
        let id = object["id"].as_str().unwrap().to_owned();
        self.kinds.entry(kind).or_default().push(id.clone());
        self.objects.insert(id, object.clone());
        object
    }

    /// A thing by its id.
    pub(crate) fn find(&self, id: &str) -> Option<&Value> {
        self.objects.get(id)
    }

    /// A thing that is there.
    pub(crate) fn get(&self, id: &str) -> Value {
        self.objects[id].clone()
    }

    /// Changes fields of a thing; how it is now.
    pub(crate) fn set(&mut self, id: &str, fields: Value) -> Value {
        let object = self.objects.get_mut(id).unwrap();
        let Value::Object(fields) = fields else {
            panic!("fields are an object")
        };
        for (name, value) in fields {
            object[name] = value;
        }
        object.clone()
    }

    /// Adds to a field that is a number.
    pub(crate) fn count_up(&mut self, id: &str, field: &str, by: i64) {
        let object = self.objects.get_mut(id).unwrap();
        object[field] = json!(object[field].as_i64().unwrap() + by);
    }

    /// Everything of a kind, the newest first.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<&Value> {
        let ids = self.kinds.get(kind).map_or(&[][..], Vec::as_slice);
        ids.iter().rev().map(|id| &self.objects[id]).collect()
    }

    /// Writes down what moved money.
    pub(crate) fn note(&mut self, what: &str, object: &Value) {
        let entry = json!({ "at": self.now(), "what": what, "object": object });
        self.journal.push(entry);
    }

    /// Something happened: it is kept, and told to whoever listens.
    pub(crate) fn event(&mut self, kind: &str, object: &Value) {
        let event = json!({
            "id": id("evt_"), "object": "event", "api_version": "2026-09-30.endive",
            "created": self.now(), "data": { "object": object }, "livemode": false,
            "pending_webhooks": i64::from(self.settings.webhook.is_some()),
            "request": { "id": id("req_"), "idempotency_key": null }, "type": kind,
        });
        let event = self.add("event", event);
        self.on_the_way += 1;
        let _ = self.events.send(event);
    }
}

/// A new id.
pub(crate) fn id(prefix: &str) -> String {
    format!(
        "{prefix}{}",
        kernel::text::hex(&kernel::random::bytes::<12>())
    )
}

/// What a caller wrote about a thing, in words of its own.
pub(crate) fn metadata(given: &Value) -> Value {
    given
        .as_object()
        .map_or_else(|| Value::Object(Map::new()), |m| Value::Object(m.clone()))
}
