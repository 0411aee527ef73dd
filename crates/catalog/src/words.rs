/// From a stored word: `stored(&word, ProductStatus::parse)`.
pub(crate) fn stored<T>(word: &str, parse: fn(&str) -> Option<T>) -> Result<T, crate::Error> {
    parse(word)
        .ok_or_else(|| crate::Error::Unreadable(format!("{}: {word}", std::any::type_name::<T>())))
}
