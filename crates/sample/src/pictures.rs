//! Placeholders that are drawn: nobody's photograph.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use kernel::{PictureId, ProductId};
use media::{Media, Processed};

use crate::draft::Shop;

/// How wide and high a placeholder is.
pub(crate) const SIDE: u32 = 800;

/// Draws one placeholder for each product set and keeps it for each of its products.
pub(crate) async fn draw(
    media: &Media,
    shops: &[Shop],
) -> anyhow::Result<HashMap<ProductId, PictureId>> {
    let mut drawn: HashMap<i64, Processed> = HashMap::new();
    let mut pictures = HashMap::new();
    for listing in shops.iter().flat_map(|shop| &shop.products) {
        let files = match drawn.entry(listing.set) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(empty) => empty.insert(media.process(png(listing.set)?.into()).await?),
        };
        let id = PictureId::new(listing.live_since);
        media.store(id, files).await?;
        pictures.insert(listing.id, id);
    }
    Ok(pictures)
}

/// Draws faces, and keeps one of them for each shop.
pub(crate) async fn draw_faces(media: &Media, shops: &mut [Shop]) -> anyhow::Result<()> {
    let mut drawn = vec![];
    for turn in 0..FACES {
        let png = drawing(colours(turn), face(turn))?;
        drawn.push(media.process(png.into()).await?);
    }
    for (shop, files) in shops.iter_mut().zip(drawn.iter().cycle()) {
        let id = PictureId::new(shop.since);
        media.store(id, files).await?;
        shop.portrait = Some(id);
    }
    Ok(())
}

fn png(set: i64) -> anyhow::Result<Vec<u8>> {
    drawing(colours(set), shape(set))
}

fn drawing((ground, ink): (Rgb<u8>, Rgb<u8>), shape: Shape) -> anyhow::Result<Vec<u8>> {
    let picture = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        // From the middle, in thousandths of the side.
        let thousandth = |at: u32| (i64::from(at) * 2 - i64::from(SIDE)) * 500 / i64::from(SIDE);
        if shape(thousandth(x).abs(), thousandth(y)) {
            ink
        } else {
            ground
        }
    });
    let mut out = Cursor::new(vec![]);
    picture.write_to(&mut out, ImageFormat::Png)?;
    Ok(out.into_inner())
}

/// A pale ground and a dark ink of one hue, another for each set.
fn colours(set: i64) -> (Rgb<u8>, Rgb<u8>) {
    let hues: [[u8; 3]; 6] = [
        [0, 1, 2],
        [1, 0, 2],
        [2, 1, 0],
        [0, 2, 1],
        [1, 2, 0],
        [2, 0, 1],
    ];
    let turn = usize::try_from(set.rem_euclid(6)).unwrap_or(0);
    let hue = hues.get(turn).copied().unwrap_or([0, 1, 2]);
    let shade = u8::try_from(set.rem_euclid(5) * 6).unwrap_or(0);
    let of = |tones: [u8; 3]| hue.map(|i| tones.get(usize::from(i)).copied().unwrap_or(0));
    (
        Rgb(of([248, 240 - shade, 226])),
        Rgb(of([150 - shade, 88, 62 + shade])),
    )
}

/// Whether a point is in the drawing: how far from the middle line, and how far below the middle.
type Shape = fn(i64, i64) -> bool;

fn shape(set: i64) -> Shape {
    match set {
        9 | 14..=17 => bottle,
        4 | 10 | 18..=20 => jar,
        3 | 6 | 7 | 13 => bag,
        1 | 11 | 12 | 23 | 24 => leaf,
        _ => bowl,
    }
}

/// How many different faces are drawn.
const FACES: i64 = 6;

/// Under a conical hat, or bareheaded.
fn face(turn: i64) -> Shape {
    if turn % 2 == 0 { hatted } else { bareheaded }
}

fn shoulders(x: i64, y: i64) -> bool {
    let (wide, down) = (x * 100 / 330, (y - 470) * 100 / 320);
    y > 150 && wide * wide + down * down < 100 * 100
}

fn hatted(x: i64, y: i64) -> bool {
    let hat = (-330..-90).contains(&y) && x * 240 < (y + 330) * 310;
    let chin = y > -70 && x * x + (y + 70) * (y + 70) < 165 * 165;
    let neck = (80..180).contains(&y) && x < 60;
    hat || chin || neck || shoulders(x, y)
}

fn bareheaded(x: i64, y: i64) -> bool {
    let (wide, down) = (x * 100 / 150, (y + 110) * 100 / 185);
    let head = wide * wide + down * down < 100 * 100;
    let neck = (50..180).contains(&y) && x < 60;
    head || neck || shoulders(x, y)
}

fn bottle(x: i64, y: i64) -> bool {
    let label = (0..=150).contains(&y) && x < 110;
    let body = (-80..=330).contains(&y) && x < 130;
    let neck = (-330..-80).contains(&y) && x < 45.max(130 - (-80 - y) * 2);
    (body || neck) && !label
}

fn jar(x: i64, y: i64) -> bool {
    let lid = (-260..-190).contains(&y) && x < 170;
    let glass = (-180..=280).contains(&y) && x < 210;
    let label = (-40..=150).contains(&y) && x < 170;
    lid || (glass && !label)
}

fn bag(x: i64, y: i64) -> bool {
    let knot = (-300..-200).contains(&y) && x < 60 + (-200 - y);
    let cloth = (-200..=300).contains(&y) && x < 150 + (y + 200) / 4;
    let label = (-20..=160).contains(&y) && x < 120;
    knot || (cloth && !label)
}

fn leaf(x: i64, y: i64) -> bool {
    let blade = (-330..=220).contains(&y) && x * 250 < (y + 330) * (220 - y) / 2 / 2;
    let vein = x < 8 && y > -240;
    let stalk = (200..=340).contains(&y) && x < 14;
    (blade && !vein) || stalk
}

fn bowl(x: i64, y: i64) -> bool {
    let rim = (-60..-20).contains(&y) && x < 320;
    let round = (-20..=230).contains(&y) && x * x + (y + 20) * (y + 20) < 290 * 290;
    let foot = (230..=280).contains(&y) && x < 130;
    rim || round || foot
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_a_drawing_of_its_own_colours() {
        for set in 1..=26 {
            let shape = shape(set);
            let inked = (0..1000)
                .flat_map(|y| (0..500).map(move |x| (x, y - 500)))
                .filter(|(x, y)| shape(*x, *y))
                .count();
            assert!((20_000..400_000).contains(&inked), "{set}: {inked}");
            assert_ne!(colours(set), colours(set + 1));
        }
    }

    #[test]
    fn a_face_is_in_the_middle_and_leaves_the_corners_free() {
        for turn in 0..FACES {
            let face = face(turn);
            assert!(face(0, 0) && face(200, 400), "{turn}");
            assert!(!face(480, -480) && !face(400, 0), "{turn}");
        }
    }
}
