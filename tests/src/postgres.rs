//! A PostgreSQL of a story's own, which the story may stop.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A cluster in a folder of its own; its server ends with this value.
#[derive(Debug)]
pub struct PrivatePostgres {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

impl PrivatePostgres {
    /// Makes a cluster and starts its server. `cargo xtask test` has seen to the programs.
    pub fn start() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        // Not under the home folder: root's is closed to the user postgres.
        let folder = tempfile::Builder::new()
            .prefix("ocop-away-")
            .tempdir_in("/tmp")
            .unwrap();
        if is_root() {
            ran(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let postgres = Self {
            programs: programs()
                .expect("PostgreSQL's programs are under /usr/lib/postgresql or on the path"),
            port: free.local_addr().unwrap().port(),
            folder,
        };
        let arguments = [
            "--auth=trust",
            "--username=ocop",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--pgdata",
        ];
        ran(postgres
            .program("initdb")
            .args(arguments)
            .arg(postgres.data()));
        drop(free);
        postgres.rise();
        postgres
    }

    /// Where its database is.
    pub fn url(&self) -> String {
        format!("postgres://ocop@127.0.0.1:{}/postgres", self.port)
    }

    /// A further database, empty, and where it is.
    pub fn database(&self, name: &str) -> String {
        let mut create = self.program("createdb");
        create.args(["--host=127.0.0.1", "--username=ocop", "--port"]);
        ran(create.arg(self.port.to_string()).arg(name));
        format!("postgres://ocop@127.0.0.1:{}/{name}", self.port)
    }

    /// A copy of a database that nobody has open, and where it is.
    pub fn copy(&self, of: &str, name: &str) -> String {
        let mut create = self.program("createdb");
        create.args(["--host=127.0.0.1", "--username=ocop", "--template", of]);
        ran(create.args(["--port", &self.port.to_string()]).arg(name));
        format!("postgres://ocop@127.0.0.1:{}/{name}", self.port)
    }

    /// Starts the server, and waits until it answers.
    pub fn rise(&self) {
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={} -c max_connections=300",
            self.port,
            self.folder.path().display()
        );
        let mut start = self.program("pg_ctl");
        start.args([
            "start",
            "--wait",
            "--silent",
            "--options",
            &options,
            "--log",
        ]);
        ran(start
            .arg(self.folder.path().join("log"))
            .arg("--pgdata")
            .arg(self.data()));
    }

    /// Stops the server: `fast` ends every connection, `immediate` is a crash.
    pub fn fall(&self, mode: &str) {
        ran(self.stop(mode));
    }

    fn stop(&self, mode: &str) -> Command {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--wait", "--silent", "--mode", mode, "--pgdata"])
            .arg(self.data());
        stop
    }

    /// One of its programs; for root as the user `postgres`, because initdb refuses root.
    fn program(&self, name: &str) -> Command {
        let file = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command
                .args([
                    "--reuid",
                    "postgres",
                    "--regid",
                    "postgres",
                    "--init-groups",
                    "--",
                ])
                .arg(file);
            command
        } else {
            Command::new(file)
        };
        command.current_dir("/tmp").stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        let _ = self.stop("immediate").status();
    }
}

#[track_caller]
fn ran(mut command: impl std::borrow::BorrowMut<Command>) {
    let command = command.borrow_mut();
    assert!(command.status().unwrap().success(), "{command:?}");
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = crate::scenario::env("PATH").unwrap_or_default();
    folders.reverse();
    folders.extend(path.split(':').map(|folder| Path::new(folder).to_owned()));
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}
