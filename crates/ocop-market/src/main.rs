//! The program's entry.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    few_arenas();
    ocop_market::run()
}

/// Starts itself anew, as the same process, with two arenas of the C library's allocator. It reads
/// their number from the environment alone, and before `main`; left to itself it takes eight a
/// core, each of which keeps what its threads let go of: under load half as much memory again, for
/// no more answers.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn few_arenas() {
    use std::os::unix::process::CommandExt;

    const ARENAS: &str = "MALLOC_ARENA_MAX";
    if std::env::var_os(ARENAS).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_default();
    let mut again = std::process::Command::new(program);
    // Where it cannot be started anew, it goes on as it is.
    let _refused = again.arg0(name).args(arguments).env(ARENAS, "2").exec();
}
