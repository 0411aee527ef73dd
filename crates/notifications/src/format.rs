use kernel::{Day, MINUTE_MS, Timestamp};

/// `23/11/2026 14:05`, as a clock in Vietnam shows it.
pub(crate) fn time(at: Timestamp) -> String {
    let day = Day::of(at);
    let minutes = (at.0 - day.start().0) / MINUTE_MS;
    format!(
        "{} {:02}:{:02}",
        day.display_vi(),
        minutes / 60,
        minutes % 60
    )
}

/// One line without control characters: what may stand in a header.
pub(crate) fn one_line(text: &str) -> String {
    kernel::text::clean(&text.replace(char::is_control, " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_vietnams() {
        let at: Timestamp = "2026-11-23T18:05:59Z".parse().unwrap();
        assert_eq!(time(at), "24/11/2026 01:05");
    }

    #[test]
    fn a_header_cannot_be_broken_open() {
        assert_eq!(one_line("Đơn\r\nBcc: x@y.vn\u{0}"), "Đơn Bcc: x@y.vn");
    }
}
