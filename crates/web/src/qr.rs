//! QR codes as drawings.

use std::fmt::Write as _;

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};

use crate::problem::Problem;

/// The blank margin that a reader needs on each side, in modules.
const QUIET: usize = 4;

/// A text as the smallest code at level M or better, with its margin, as SVG.
pub fn svg(address: &str) -> Result<String, Problem> {
    let qr = drawn(address).map_err(|err| Problem::internal(&err))?;
    let side = qr.size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..qr.size {
        for x in 0..qr.size {
            if dark(&qr, x, y) {
                // Writing into a String cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

/// The smallest code at level M, at the highest level that is no larger.
fn drawn(address: &str) -> Result<QRCode, fast_qr::qr::QRCodeError> {
    let at = |level| QRBuilder::new(address).ecl(level).build();
    let mut best = at(ECL::M)?;
    for level in [ECL::Q, ECL::H] {
        match at(level) {
            Ok(safer) if safer.size == best.size => best = safer,
            Ok(_) | Err(_) => break,
        }
    }
    Ok(best)
}

#[expect(
    clippy::indexing_slicing,
    reason = "the drawing gives its rows by index only, and the caller stays within its size"
)]
fn dark(qr: &QRCode, x: usize, y: usize) -> bool {
    qr[y][x].value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_its_margin() {
        let svg = svg("HTTPS://OCOP.VN/Q/7K2M9QXA").unwrap();
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        // The corner of the first finder pattern.
        assert!(svg.contains("M4 4h1v1h-1z"));
    }
}
