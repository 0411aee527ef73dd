//! QR codes as drawings: SVG for pages and print, PNG for what takes no SVG (mail, the gallery of a
//! telephone).

use std::fmt::Write as _;
use std::io::Cursor;

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};
use image::{GrayImage, ImageFormat, Luma};

use crate::Error;

/// The blank margin that a reader needs on each side, in modules.
const QUIET: usize = 4;
/// How many dots of a PNG a module is wide: a code for a bank's app is then about 450 dots wide.
const DOTS: u32 = 8;

/// A text as the smallest code at level M or better, with its margin, as SVG.
pub fn qr_svg(text: &str) -> Result<String, Error> {
    let qr = drawn(text)?;
    let side = qr.size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..qr.size {
        let mut x = 0;
        while x < qr.size {
            let run = (x..qr.size).take_while(|x| dark(&qr, *x, y)).count();
            if run > 0 {
                // Writing into a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

/// The same code as PNG.
pub fn qr_png(text: &str) -> Result<Vec<u8>, Error> {
    let qr = drawn(text)?;
    let modules = u32::try_from(qr.size + 2 * QUIET).map_err(|_too_large| Error::Drawing)?;
    let side = modules * DOTS;
    let shade = |x: u32, y: u32| {
        let module = |at: u32| usize::try_from(at / DOTS).ok()?.checked_sub(QUIET);
        let inside = |at: Option<usize>| at.filter(|at| *at < qr.size);
        match (inside(module(x)), inside(module(y))) {
            (Some(x), Some(y)) if dark(&qr, x, y) => Luma([0]),
            _ => Luma([255]),
        }
    };
    let mut bytes = vec![];
    GrayImage::from_fn(side, side, shade)
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .map_err(|_not_written| Error::Drawing)?;
    Ok(bytes)
}

/// The smallest code at level M, at the highest level that is no larger.
fn drawn(text: &str) -> Result<QRCode, Error> {
    let at = |level| QRBuilder::new(text).ecl(level).build();
    let mut best = at(ECL::M).map_err(|_too_long| Error::Drawing)?;
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
    reason = "the drawing gives its rows by index only, and the callers stay within its size"
)]
fn dark(qr: &QRCode, x: usize, y: usize) -> bool {
    qr[y][x].value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_its_margin() {
        let svg = qr_svg("HTTPS://OCOP.VN/Q/7K2M9QXA").unwrap();
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        // The upper edge of the first finder pattern.
        assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
    }

    #[test]
    fn both_drawings_show_the_same_modules() {
        let text = "00020101021138540010A0000007270124000697043601101234567890";
        let png = image::load_from_memory(&qr_png(text).unwrap())
            .unwrap()
            .to_luma8();
        let qr = drawn(text).unwrap();
        for y in 0..qr.size {
            for x in 0..qr.size {
                let dot = |at: usize| u32::try_from(at + QUIET).unwrap() * DOTS + DOTS / 2;
                assert_eq!(png.get_pixel(dot(x), dot(y)).0[0] == 0, dark(&qr, x, y));
            }
        }
        assert!(png.width() > 250);
    }
}
