use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::{bound_to_us, bound_to_us_as};
use crate::shell::{is_root, quietly};
use crate::{packages, shell};

/// A PostgreSQL of its own, with the durability of a real one; it ends with this value.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    server: Option<Child>,
    port: u16,
    /// Where it listens, without a database's name.
    pub(crate) url: String,
}

impl Postgres {
    /// Makes a cluster and starts its server.
    pub(crate) fn start() -> Result<Self> {
        let programs = packages::postgres()?;
        // Not under the home folder: root's is closed to the user postgres.
        let folder = tempfile::Builder::new()
            .prefix("ocop-postgres-")
            .tempdir_in("/tmp")?;
        if is_root() {
            quietly(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let port = shell::free_port()?;
        let mut postgres = Self {
            programs,
            folder,
            server: None,
            port,
            url: format!("postgres://ocop@127.0.0.1:{port}"),
        };
        postgres.initialise()?;
        postgres.server = Some(postgres.listen()?);
        postgres.wait()?;
        Ok(postgres)
    }

    fn initialise(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb.args([
            "--auth=trust",
            "--username=ocop",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--pgdata",
        ]);
        quietly(initdb.arg(self.data())).context("a PostgreSQL cluster cannot be made")
    }

    fn listen(&self) -> Result<Child> {
        let log = std::fs::File::create(self.log())?;
        let mut server = self.program("postgres");
        server.arg("-D").arg(self.data());
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={}", self.port),
            format!("unix_socket_directories={}", self.folder.path().display()),
            "max_connections=400".to_owned(),
            "shared_buffers=128MB".to_owned(),
        ] {
            server.args(["-c", &setting]);
        }
        server.stdout(log.try_clone()?).stderr(log);
        server.spawn().context("PostgreSQL cannot be started")
    }

    fn wait(&mut self) -> Result<()> {
        let started = Instant::now();
        let mut ready = self.program("pg_isready");
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        while started.elapsed() < Duration::from_secs(30) {
            if ready.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if let Some(server) = &mut self.server
                && server.try_wait()?.is_some()
            {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        bail!("PostgreSQL did not start: {}", log.trim())
    }

    /// One of its programs; for root as the user `postgres`, because initdb refuses root.
    fn program(&self, name: &str) -> Command {
        let file = self.programs.join(name);
        let mut command = if is_root() {
            bound_to_us_as("postgres", &file)
        } else {
            bound_to_us(&file)
        };
        command.current_dir("/tmp").stdin(Stdio::null());
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(mut server) = self.server.take() else {
            return;
        };
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"])
            .arg(self.data());
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = server.wait();
    }
}
