//! Markets in processes of their own.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use scenarios::{Client, Fake, Value, text};

/// A demo market in a process of its own; it ends with this value.
pub(crate) struct Market {
    pub(crate) child: Child,
    pub(crate) client: Client,
}

impl Market {
    pub(crate) async fn start(data: &Path) -> Self {
        Self::start_with(data, "0").await
    }

    /// One that takes requests for so many seconds more once it is told to end.
    pub(crate) async fn start_with(data: &Path, leaving_s: &str) -> Self {
        let (mut demo, port) = demo(data);
        demo.env("OCOP__HTTP__LEAVING_S", leaving_s);
        Self::open(demo, port).await
    }

    /// One whose metrics can be read, and who reads them.
    pub(crate) async fn watched(data: &Path) -> (Self, Client) {
        let (mut demo, port) = demo(data);
        let metrics = format!("127.0.0.1:{}", free_port());
        demo.env("OCOP__METRICS__LISTEN", &metrics)
            .env("OCOP__HTTP__LEAVING_S", "0");
        let reader = Client::new(&format!("http://{metrics}"));
        (Self::open(demo, port).await, reader)
    }

    /// A market on a database that is there, which writes its mail into the folder.
    pub(crate) async fn serve(data: &Path, database: &str) -> Self {
        let port = free_port();
        let mut serve = Command::new(env!("CARGO_BIN_EXE_ocop-market"));
        serve
            .arg("serve")
            .env("OCOP__HTTP__LISTEN", format!("127.0.0.1:{port}"))
            .env("OCOP__DATA__DIR", data)
            .env("OCOP__DATABASE__URL", database)
            .env("OCOP__MAIL__FOLDER", data.join("mail"));
        Self::open(serve, port).await
    }

    /// The same, with cards that pay at a stand-in for Stripe.
    pub(crate) async fn serve_cards(data: &Path, database: &str, fake: &Fake) -> Self {
        let port = free_port();
        Self::open(by_card(data, database, (port, fake)), port).await
    }

    /// The same on a port of its own choosing, with the key of [`crate::backed_up::on`]; where a commit
    /// is named, such as `after:7`, it dies there.
    pub(crate) async fn mortal(
        data: &Path,
        database: &str,
        (port, fake): (u16, &Fake),
        dies: Option<&str>,
    ) -> Self {
        let mut serve = by_card(data, database, (port, fake));
        serve.env("OCOP__SECRET__KEY", "07".repeat(32));
        serve.envs(dies.map(|at| ("OCOP_DIES", at)));
        Self::open(serve, port).await
    }

    /// Whether it has ended.
    pub(crate) fn is_dead(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    async fn open(mut program: Command, port: u16) -> Self {
        let mut child = program
            .env("OCOP__LIMITS__ENABLED", "false")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let client = Client::new(&format!("http://127.0.0.1:{port}"));
        for _ in 0..6_000 {
            let opened = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
            if opened.is_ok() || child.try_wait().unwrap().is_some() {
                return Self { child, client };
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("it did not open within two minutes");
    }
}

/// A demo market on a folder and a free port.
fn demo(data: &Path) -> (Command, u16) {
    let port = free_port();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_ocop-market"));
    demo.args(["demo", "--port", &port.to_string(), "--data"])
        .arg(data);
    (demo, port)
}

/// A market on a database that is there, with cards that pay at a stand-in for Stripe.
fn by_card(data: &Path, database: &str, (port, fake): (u16, &Fake)) -> Command {
    let keys = scenarios::keys(fake);
    let mut serve = Command::new(env!("CARGO_BIN_EXE_ocop-market"));
    serve
        .arg("serve")
        .env("OCOP__HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .env("OCOP__DATA__DIR", data)
        .env("OCOP__DATABASE__URL", database)
        .env("OCOP__STRIPE__SECRET_KEY", keys.secret_key)
        .env("OCOP__STRIPE__PUBLISHABLE_KEY", keys.publishable_key)
        .env("OCOP__STRIPE__WEBHOOK_SECRET", keys.webhook_secret)
        .env("OCOP__STRIPE__URL", keys.url);
    serve
}

fn free_port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().port()
}

/// The program on a data folder, run to its end; SQLite where no other database is named.
pub(crate) fn run(arguments: &[&str], data: &Path, database: Option<&str>) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ocop-market"));
    program.args(arguments).env("OCOP__DATA__DIR", data);
    program.envs(database.map(|url| ("OCOP__DATABASE__URL", url)));
    program.output().unwrap()
}

impl Drop for Market {
    fn drop(&mut self) {
        // SIGKILL: nothing is said to the program.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A variant of which there is enough for a storm.
pub(crate) async fn something(client: &Client) -> String {
    let mut found = Value::Null;
    while found.is_null() {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let page = client.get("/api/v1/products?group=I&in_stock=true").await;
        found = page.expect(200)["data"][0]["id"].clone();
    }
    let path = format!("/api/v1/products/{}", text(&found));
    let product = client.get(&path).await.expect(200);
    text(&product["variants"][0]["id"]).to_owned()
}
