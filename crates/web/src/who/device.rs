use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::state::State;

/// The device that asks: what it calls itself, and where it asks from.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its label, for the list of sessions.
    pub label: String,
    /// Its address, if the listener knows it: to count by, never to log.
    pub address: Option<IpAddr>,
}

impl FromRequestParts<State> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &State) -> Result<Self, Infallible> {
        let label = parts.headers.get(USER_AGENT).and_then(|v| v.to_str().ok());
        Ok(Self {
            label: label.unwrap_or("unknown").to_owned(),
            address: address(&parts.headers, &parts.extensions),
        })
    }
}

/// Where a request comes from: the peer, or, where that is a proxy on this machine, who the proxy
/// says that it serves. Anybody else's word about it is not heard.
pub(crate) fn address(headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    let peer = peer.ip().to_canonical();
    if !peer.is_loopback() {
        return Some(peer);
    }
    let forwarded = headers
        .get("x-forwarded-for")
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.rsplit(',').next())
        .and_then(|v| v.trim().parse().ok());
    Some(forwarded.unwrap_or(peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let mut extensions = Extensions::new();
        let peer: SocketAddr = peer.parse().unwrap();
        extensions.insert(ConnectInfo(peer));
        address(&headers, &extensions).unwrap().to_string()
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        assert_eq!(
            seen("127.0.0.1:9", "203.0.113.9, 198.51.100.7"),
            "198.51.100.7"
        );
        assert_eq!(seen("[::1]:9", "nonsense"), "::1");
        assert_eq!(seen("192.0.2.1:9", "198.51.100.7"), "192.0.2.1");
        assert_eq!(seen("[::ffff:192.0.2.1]:9", "198.51.100.7"), "192.0.2.1");
    }
}
