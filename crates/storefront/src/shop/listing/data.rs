use catalog::shelf::Listing;
use serde_json::json;

use crate::shell::Shell;

/// What search engines read: `Product` and `BreadcrumbList` of schema.org.
pub(super) fn structured(
    shell: &Shell,
    listing: &Listing,
    (name, description): (&str, &str),
    trail: &[(String, String)],
) -> String {
    let here = format!("{}/{}{}", shell.origin, shell.tag(), shell.path);
    let offers: Vec<_> = listing
        .variants
        .iter()
        .filter_map(|variant| {
            let there = if variant.available > 0 {
                "InStock"
            } else {
                "OutOfStock"
            };
            Some(json!({
                "@type": "Offer", "sku": variant.sku, "name": variant.name, "url": here,
                "price": variant.price()?.amount(), "priceCurrency": "VND",
                "availability": format!("https://schema.org/{there}"),
            }))
        })
        .collect();
    let product = json!({
        "@type": "Product", "name": name, "description": description, "image": shell.image,
        "brand": {"@type": "Brand", "name": listing.maker.name}, "offers": offers,
    });
    let home = format!("{}/{}", shell.origin, shell.tag());
    let within = trail
        .iter()
        .map(|(to, name)| (name.clone(), format!("{home}{to}")));
    let steps = std::iter::once((shell.say("market"), home.clone()))
        .chain(within)
        .chain([(name.to_owned(), here.clone())]);
    let steps: Vec<_> = (1..)
        .zip(steps)
        .map(|(place, (name, item))| {
            json!({"@type": "ListItem", "position": place, "name": name, "item": item})
        })
        .collect();
    let trail = json!({"@type": "BreadcrumbList", "itemListElement": steps});
    json!({"@context": "https://schema.org", "@graph": [product, trail]})
        .to_string()
        .replace('<', "\\u003c")
}
