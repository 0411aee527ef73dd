//! Names of producers as several papers write them.

use kernel::text;

/// A producer's name without its legal form, tones and signs: what `HTX Dịch vụ Thu Hùng` and
/// `Hợp tác xã dịch vụ Thu Hùng` have in common.
pub fn core(name: &str) -> String {
    const FORMS: [&str; 17] = [
        "lien hiep hop tac xa",
        "hop tac xa",
        "to hop tac",
        "cong ty trach nhiem huu han",
        "cong ty co phan",
        "cong ty tnhh",
        "cong ty cp",
        "cong ty",
        "doanh nghiep tu nhan",
        "ho kinh doanh",
        "ho kd",
        "ho san xuat",
        "co so san xuat",
        "co so",
        "htx",
        "tht",
        "hkd",
    ];
    let folded = text::fold(name);
    let words: Vec<&str> = text::words(&folded).collect();
    let said = words.join(" ");
    let form = FORMS
        .iter()
        .find_map(|form| said.strip_prefix(form)?.strip_prefix(' '));
    form.unwrap_or(&said).to_owned()
}
