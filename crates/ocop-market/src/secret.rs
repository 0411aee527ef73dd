use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::{Context, Result, bail};
use kernel::{Secret, text};

/// The installation's key: from the settings, else from the file `secret` in the data folder, made
/// there at the first start so that only its owner can read it.
pub(crate) fn open(key: &str, data: &Path) -> Result<Secret> {
    if !key.is_empty() {
        return parse(key).context("secret.key: expected 64 hexadecimal digits");
    }
    let file = data.join("secret");
    if !file.exists() {
        make(&file)?;
    }
    let mode = std::fs::metadata(&file)?.permissions().mode() & 0o077;
    if mode != 0 {
        bail!(
            "{} can be read by others: run `chmod 600 {0}`",
            file.display()
        );
    }
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    parse(text.trim())
        .with_context(|| format!("{}: expected 64 hexadecimal digits", file.display()))
}

fn make(file: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let mut made = match options.write(true).create_new(true).mode(0o600).open(file) {
        // Another process was faster; its key is as good.
        Err(err) if err.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
        made => made.with_context(|| file.display().to_string())?,
    };
    made.write_all(text::hex(&kernel::random::bytes::<32>()).as_bytes())?;
    made.sync_all()?;
    Ok(())
}

fn parse(hex: &str) -> Result<Secret> {
    let mut key = [0u8; 32];
    if hex.len() != 64 {
        bail!("it has {} characters", hex.len());
    }
    for (i, byte) in key.iter_mut().enumerate() {
        let digits = hex.get(i * 2..i * 2 + 2).context("not plain text")?;
        *byte = u8::from_str_radix(digits, 16)?;
    }
    Ok(Secret::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_for_its_owner() {
        let dir = tempfile::tempdir().unwrap();
        let first = *open("", dir.path()).unwrap().expose();
        assert_eq!(*open("", dir.path()).unwrap().expose(), first);
        std::fs::set_permissions(dir.path().join("secret"), PermissionsExt::from_mode(0o644))
            .unwrap();
        assert!(
            open("", dir.path())
                .unwrap_err()
                .to_string()
                .contains("chmod 600")
        );
        assert!(open("abc", dir.path()).is_err());
    }
}
