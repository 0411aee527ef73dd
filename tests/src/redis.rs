//! A Redis of a story's own, that can be stopped, hung and started again.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The server, as long as it is held.
#[derive(Debug, Clone)]
pub struct Redis(Arc<Server>);

#[derive(Debug)]
struct Server {
    port: u16,
    child: Mutex<Option<Child>>,
}

impl Redis {
    /// Starts one on a free port of loopback.
    pub async fn start() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let child = Mutex::new(None);
        let redis = Self(Arc::new(Server { port, child }));
        redis.go_on().await;
        redis
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.0.port)
    }

    /// Ends it: its port is closed.
    pub fn stop(&self) {
        self.0.stop();
    }

    /// Starts it again where it was, empty.
    pub async fn go_on(&self) {
        let port = self.0.port.to_string();
        let child = Command::new("redis-server")
            .args(["--port", &port, "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server can be started");
        *self.0.child.lock().unwrap() = Some(child);
        for _ in 0..300 {
            let open = tokio::net::TcpStream::connect(("127.0.0.1", self.0.port)).await;
            if open.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("redis-server did not open within 6 s");
    }

    /// Connections stay, and nothing is answered.
    pub fn hang(&self) {
        self.signal("-STOP");
    }

    /// After [`Redis::hang`]: it answers again.
    pub fn wake(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let pid = self.0.child.lock().unwrap().as_ref().unwrap().id();
        let pid = pid.to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
    }
}

impl Server {
    fn stop(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
