//! Limits on how often somebody asks: by account or cart before address, for thousands share one
//! address behind a mobile network. An address may do what many devices may.
//!
//! Counted in sliding windows of a minute: by all nodes together through Redis, in one round trip;
//! in this process, for one lock of a shard, where there is no Redis or while it is away. Public
//! reads know nobody, so they are counted by address alone, and not at all for a caller on this
//! machine; always in this process, for asking another would cost more than the answer.

mod class;
mod settings;
mod windows;

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;

use axum::extract::{Request, State as Node};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use kernel::Timestamp;
use store::Shared;
use store::shared::{Counter, Verdict};

use crate::problem::{Code, Problem};
use crate::state::State;
use crate::who::{address, bearer};
pub(crate) use class::Class;
pub use settings::Settings;
use windows::Windows;

/// What a node counts.
#[derive(Debug)]
pub(crate) struct Limits {
    settings: Settings,
    windows: Windows,
    /// Keys are hashed with a key of this process: nobody finds two that meet.
    hasher: RandomState,
}

/// Who asks, as far as counting needs it.
struct Asker<'a> {
    /// A session's token or a cart: what a device shows.
    device: Option<&'a str>,
    address: Option<IpAddr>,
}

impl Limits {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            windows: Windows::default(),
            hasher: RandomState::new(),
        }
    }

    /// Counts a request; how many seconds to wait where it is one too many.
    async fn count(
        &self,
        shared: &Shared,
        class: Class,
        asker: &Asker<'_>,
        now: Timestamp,
    ) -> Option<u64> {
        let together = match class {
            Class::Read => None,
            Class::Door | Class::Checkout | Class::Write => {
                self.count_together(shared, class, asker, now).await
            }
        };
        match together {
            Some(Verdict::Within) => None,
            Some(Verdict::TooMany) => Some(windows::seconds_left(now)),
            None => self.count_here(class, asker, now),
        }
    }

    async fn count_together(
        &self,
        shared: &Shared,
        class: Class,
        asker: &Asker<'_>,
        now: Timestamp,
    ) -> Option<Verdict> {
        let (device_most, address_most) = self.most(class);
        let address = asker.address.map(|address| address.to_string());
        let device = asker
            .device
            .map(|device| [class.name(), b"device", device.as_bytes()]);
        let address = address
            .as_ref()
            .map(|address| [class.name(), b"address", address.as_bytes()]);
        let counters: Vec<Counter<'_>> = [(&device, device_most), (&address, address_most)]
            .into_iter()
            .filter_map(|(who, most)| who.as_ref().map(|who| Counter { who, most }))
            .collect();
        shared.hit(&counters, now).await
    }

    fn count_here(&self, class: Class, asker: &Asker<'_>, now: Timestamp) -> Option<u64> {
        let (device_most, address_most) = self.most(class);
        let by_device = asker
            .device
            .map(|device| (self.hasher.hash_one((class, device)), device_most));
        let by_address = asker
            .address
            .map(|address| (self.hasher.hash_one((class, address)), address_most));
        [by_device, by_address]
            .into_iter()
            .flatten()
            .find_map(|(key, most)| self.windows.hit(key, most, now))
    }

    /// What a device and what an address may do within a minute.
    fn most(&self, class: Class) -> (u32, u32) {
        let most = self.settings.per_minute(class);
        (most, most.saturating_mul(self.settings.devices_an_address))
    }
}

/// The layer: refuses a request that is one too many before anything is done for it.
pub async fn limit(Node(state): Node<State>, request: Request, next: Next) -> Response {
    let limits = &state.limits;
    if !limits.settings.enabled {
        return next.run(request).await;
    }
    if let Some(class) = Class::of(request.method(), request.uri().path()) {
        let asker = asker(&request, class);
        if let Some(seconds) = limits
            .count(&state.app.shared, class, &asker, state.app.now())
            .await
        {
            return Problem::new(Code::RateLimited)
                .retry_after(seconds)
                .into_response();
        }
    }
    next.run(request).await
}

fn asker(request: &Request, class: Class) -> Asker<'_> {
    let address = address(request.headers(), request.extensions());
    if class == Class::Read {
        return Asker {
            device: None,
            address: address.filter(|a| !a.is_loopback()),
        };
    }
    let token = bearer(request.headers()).ok().flatten();
    Asker {
        device: token.or_else(|| cart(request.uri().path())),
        address,
    }
}

/// The cart in a path.
fn cart(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/api/v1/carts/")?;
    rest.split('/').next().filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn ask(limits: &Limits, device: &str, address: &str) -> Option<u64> {
        let asker = Asker {
            device: Some(device),
            address: Some(address.parse().unwrap()),
        };
        limits.count_here(Class::Checkout, &asker, NOW)
    }

    #[test]
    fn a_device_is_held_before_its_address() {
        let settings = Settings {
            checkouts_per_minute: 2,
            devices_an_address: 2,
            ..Settings::default()
        };
        let limits = Limits::new(settings);
        assert_eq!(ask(&limits, "a", "192.0.2.1"), None);
        assert_eq!(ask(&limits, "a", "192.0.2.1"), None);
        assert!(ask(&limits, "a", "192.0.2.1").is_some());
        assert_eq!(ask(&limits, "b", "192.0.2.1"), None);
        assert_eq!(ask(&limits, "c", "192.0.2.1"), None);
        assert!(
            ask(&limits, "d", "192.0.2.1").is_some(),
            "invented devices share the address"
        );
        assert_eq!(ask(&limits, "d", "192.0.2.2"), None);
    }
}
