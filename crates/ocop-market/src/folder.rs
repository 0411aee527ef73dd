use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Makes a folder, where there is none, that its owner alone can look into: who bought what lies
/// there. One that is there stays as its owner made it.
pub(crate) fn make(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}
