use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::wait_for;
use crate::shell::{is_root, quietly};
use crate::{packages, shell};

/// A PostgreSQL of its own, with the durability of a real one; it ends with this value.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    switch_user: bool,
    /// Where it listens, without a database's name.
    pub(crate) url: String,
}

impl Postgres {
    /// Makes a cluster and starts its server.
    pub(crate) fn start() -> Result<Self> {
        let programs = packages::postgres()?;
        // initdb refuses root, and the user postgres cannot reach into root's home.
        let switch_user = is_root();
        let folder = tempfile::Builder::new()
            .prefix("ocop-postgres-")
            .tempdir_in("/tmp")?;
        if switch_user {
            quietly(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let port = shell::free_port()?;
        let server = Self {
            programs,
            folder,
            switch_user,
            url: format!("postgres://ocop@127.0.0.1:{port}"),
        };
        server.initialise()?;
        server.listen(port)?;
        wait_for(port, "PostgreSQL")?;
        Ok(server)
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

    fn listen(&self, port: u16) -> Result<()> {
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={} -c max_connections=400 \
             -c shared_buffers=128MB",
            self.folder.path().display()
        );
        let mut start = self.program("pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--pgdata"])
            .arg(self.data());
        start
            .arg("--log")
            .arg(self.folder.path().join("log"))
            .args(["--options", &options]);
        // The server inherits what it is given: a pipe would keep this process waiting.
        start.stdout(Stdio::null()).stderr(Stdio::null());
        shell::run(&mut start).context("PostgreSQL cannot be started")
    }

    fn program(&self, name: &str) -> Command {
        let file = self.programs.join(name);
        let mut command = if self.switch_user {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(file);
            command
        } else {
            Command::new(file)
        };
        command.current_dir(Path::new("/tmp")).stdin(Stdio::null());
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"])
            .arg(self.data());
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}
