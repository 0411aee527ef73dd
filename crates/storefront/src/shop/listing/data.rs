use catalog::shelf::Listing;
use serde_json::json;

use crate::shell::Shell;

/// What search engines read: `Product` and `BreadcrumbList` of schema.org.
pub(super) fn structured(
    shell: &Shell,
    listing: &Listing,
    (name, description): (&str, &str),
    (group, set): (Option<&(String, String)>, Option<&(String, String)>),
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
    let group = group.map(|(code, name)| (name.clone(), format!("{home}/products?group={code}")));
    let set = set.map(|(no, name)| (name.clone(), format!("{home}/products?set={no}")));
    let steps = [
        Some((shell.say("market"), home)),
        group,
        set,
        Some((name.to_owned(), here.clone())),
    ];
    let steps: Vec<_> = (1..)
        .zip(steps.into_iter().flatten())
        .map(|(place, (name, item))| {
            json!({"@type": "ListItem", "position": place, "name": name, "item": item})
        })
        .collect();
    let trail = json!({"@type": "BreadcrumbList", "itemListElement": steps});
    json!({"@context": "https://schema.org", "@graph": [product, trail]})
        .to_string()
        .replace('<', "\\u003c")
}
