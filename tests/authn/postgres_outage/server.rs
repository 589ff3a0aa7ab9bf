//! `Server`: a PostgreSQL of the test's own, which it may stop, pause and restart.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use portcullis_authn_tests::port;

/// A cluster in a directory that goes with it.
pub(crate) struct Server {
    programs: PathBuf,
    directory: PathBuf,
    port: u16,
}

impl Server {
    /// Starts one; without PostgreSQL's programs, `None`, and a line that says so.
    pub(crate) fn start() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Some(programs) = programs() else {
            // Not a print macro: the test runner keeps what those say about a test that passes.
            writeln!(std::io::stderr(), "skipped: no `initdb` and `pg_ctl` of PostgreSQL").ok();
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("portcullis-outage-{}-{number}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir(&directory).unwrap();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&directory));
        }
        let server = Self { programs, directory, port: port::free() };
        run(server.program("initdb").args(["-U", "postgres", "-A", "trust", "--no-sync"]));
        server.restart();
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn restart(&self) {
        let options = format!(
            "-c listen_addresses=127.0.0.1 -p {} -k {}",
            self.port,
            self.directory.display()
        );
        let log = self.directory.join("log");
        run(self
            .program("pg_ctl")
            .args(["-w", "-t", "60", "-o", &options, "-l"])
            .arg(log)
            .arg("start"));
    }

    /// Stops it at once, as a crash does: what is not committed is lost.
    pub(crate) fn stop(&self) {
        run(self.program("pg_ctl").args(["-w", "-m", "immediate", "stop"]));
    }

    /// Stops the clock of all its processes, so that connections stay and nothing answers.
    pub(crate) fn pause(&self) {
        let postmaster = self.postmaster().unwrap();
        // The postmaster first, so that no child appears after the others were paused.
        signal("-STOP", &[postmaster]);
        signal("-STOP", &children(postmaster));
    }

    pub(crate) fn go_on(&self) {
        let postmaster = self.postmaster().unwrap();
        signal("-CONT", &children(postmaster));
        signal("-CONT", &[postmaster]);
    }

    fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    fn postmaster(&self) -> Option<u32> {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        file.lines().next()?.parse().ok()
    }

    /// One of PostgreSQL's programs, on this cluster. It does not run as root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.directory).arg("-D").arg(self.data());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(postmaster) = self.postmaster() {
            let all = children(postmaster).into_iter().chain([postmaster]);
            signal("-CONT", &all.collect::<Vec<_>>());
            quiet(self.program("pg_ctl").args(["-w", "-m", "immediate", "stop"])).status().ok();
        }
        std::fs::remove_dir_all(&self.directory).ok();
    }
}

/// Where `initdb` and `pg_ctl` are: the newest of Debian's, or in the path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut directories: Vec<PathBuf> =
        versions.map(|version| version.path().join("bin")).collect();
    directories.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = directories.into_iter().rev().chain(std::env::split_paths(&path));
    let has_both = |directory: &PathBuf| {
        let has = |name: &str| Path::new(directory).join(name).is_file();
        has("initdb") && has("pg_ctl")
    };
    all.into_iter().find(has_both)
}

fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output().unwrap();
    user.stdout.starts_with(b"0\n")
}

fn children(parent: u32) -> Vec<u32> {
    let file = format!("/proc/{parent}/task/{parent}/children");
    let children = std::fs::read_to_string(file).unwrap_or_default();
    children.split_whitespace().filter_map(|child| child.parse().ok()).collect()
}

fn signal(signal: &str, processes: &[u32]) {
    let processes = processes.iter().map(u32::to_string);
    quiet(Command::new("kill").arg(signal).args(processes)).status().ok();
}

/// A server that is started would keep pipes of the test open.
fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}

fn run(command: &mut Command) {
    assert!(quiet(command).status().unwrap().success(), "{command:?}");
}
