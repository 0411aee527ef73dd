use kernel::text;

use crate::{Change, Document, Error, Facets, Index, Query, Sort, Star};

const TODAY: i32 = 20_000;

fn document(number: u64, name: &str, producer: &str) -> Document {
    Document {
        number,
        name: name.to_owned(),
        name_key: text::sort_key(name),
        producer_name: producer.to_owned(),
        text: "Đặc sản Hà Tĩnh".to_owned(),
        producer: format!("pro_{producer}"),
        group: "I".to_owned(),
        set: "9".to_owned(),
        province: "42".to_owned(),
        commune: "18676".to_owned(),
        stars: vec![],
        price: i64::try_from(number).unwrap() * 1000,
        in_stock: true,
        since: i64::try_from(number).unwrap(),
        restricted: false,
        card: format!("card {number}"),
    }
}

fn index(documents: Vec<Document>) -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let (index, position) = Index::open(&dir.path().join("index")).unwrap();
    assert_eq!(position, 0);
    index
        .apply(
            documents
                .into_iter()
                .map(|d| Change::Put(Box::new(d)))
                .collect(),
            1,
        )
        .unwrap();
    (dir, index)
}

fn ask(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        day: TODAY,
        ..Query::default()
    }
}

fn numbers(index: &Index, query: &Query) -> Vec<u64> {
    let answer = index.search(query, 24, None, Facets::Skip).unwrap();
    answer
        .hits
        .iter()
        .filter(|hit| !hit.nearest)
        .map(|hit| hit.number)
        .collect()
}

#[test]
fn words_are_found_without_tones_and_exact_tones_come_first() {
    let (_dir, index) = index(vec![
        document(1, "Quá ngon", "Hùng"),
        document(2, "Quả cam Hương Khê", "Hùng"),
        document(3, "Nước mắm Thu Hùng", "Thu Hùng"),
        document(4, "Đá quý", "Dũng"),
    ]);
    assert_eq!(numbers(&index, &ask("nuoc mam")), [3]);
    assert_eq!(numbers(&index, &ask("NƯỚC MẮM")), [3]);
    assert_eq!(numbers(&index, &ask("quả")), [2, 1]);
    assert_eq!(numbers(&index, &ask("quá")), [1, 2]);
    assert_eq!(numbers(&index, &ask("da quy")), [4]);
    assert_eq!(numbers(&index, &ask("thu hung")), [3]);
    assert_eq!(numbers(&index, &ask("nuo")), [3], "a beginning is enough");
    assert!(numbers(&index, &ask("không có")).is_empty());
    assert!(
        numbers(&index, &ask("?!")).is_empty(),
        "no words match nothing"
    );
}

#[test]
fn a_last_word_of_one_letter_is_a_beginning_to_what_is_suggested() {
    let (_dir, index) = index(vec![
        document(1, "Mật ong hoa tràm", "A"),
        document(2, "Mật mía", "B"),
        document(3, "Tôm khô ngon mắt", "C"),
    ]);
    let suggested = |typed: &str| -> Vec<String> {
        let all = index.suggest(&ask(typed), 6).unwrap().into_iter();
        all.filter_map(|suggestion| match suggestion {
            crate::Suggestion::Document { name, .. } => Some(name),
            crate::Suggestion::Producer { .. } => None,
        })
        .collect()
    };
    assert_eq!(suggested("mật o"), ["Mật ong hoa tràm"]);
    assert_eq!(suggested("mat h"), ["Mật ong hoa tràm"]);
    assert_eq!(suggested("mat on"), ["Mật ong hoa tràm"]);
    assert_eq!(suggested("mat").len(), 3);
    assert!(suggested("mat x").is_empty());
}

#[test]
fn one_typo_is_forgiven_in_a_long_word() {
    let (_dir, index) = index(vec![
        document(1, "Macadamia", "A"),
        document(2, "Mật ong", "B"),
    ]);
    assert_eq!(numbers(&index, &ask("macadmia")), [1]);
    assert!(
        numbers(&index, &ask("mxt")).is_empty(),
        "not in a short one"
    );
}

#[test]
fn the_nearest_follow_when_less_than_a_page_matches() {
    let (_dir, index) = index(vec![
        document(1, "Nước mắm cá cơm", "A"),
        document(2, "Nước cam", "B"),
    ]);
    let answer = index
        .search(&ask("nuoc mam"), 24, None, Facets::Count)
        .unwrap();
    let hits: Vec<(u64, bool)> = answer.hits.iter().map(|h| (h.number, h.nearest)).collect();
    assert_eq!(hits, [(1, false), (2, true)]);
    assert_eq!(answer.total, 1);
    assert_eq!(
        answer.facets.unwrap()[0][0].count,
        1,
        "the nearest are not counted"
    );
}

#[test]
fn a_facet_ignores_its_own_filter() {
    let mut rice = document(2, "Gạo", "B");
    rice.set = "3".to_owned();
    rice.stars = vec![Star {
        stars: 4,
        from: TODAY - 5,
        until: TODAY,
    }];
    let (_dir, index) = index(vec![document(1, "Nước mắm", "A"), rice]);
    let query = Query {
        sets: vec!["3".to_owned()],
        ..ask("")
    };
    let answer = index.search(&query, 24, None, Facets::Count).unwrap();
    assert_eq!(answer.hits.len(), 1);
    let [_, sets, stars, ..] = answer.facets.unwrap();
    assert_eq!(
        sets.iter().map(|f| f.value.as_str()).collect::<Vec<_>>(),
        ["3", "9"]
    );
    assert_eq!(
        stars
            .iter()
            .map(|f| (f.value.as_str(), f.count))
            .collect::<Vec<_>>(),
        [("4", 1)]
    );
    let unknown = Query {
        sets: vec!["99".to_owned()],
        ..ask("")
    };
    assert!(numbers(&index, &unknown).is_empty());
}

#[test]
fn a_star_shows_until_its_last_day_and_no_longer() {
    let mut starred = document(1, "Nước mắm", "A");
    starred.stars = vec![Star {
        stars: 3,
        from: TODAY - 5,
        until: TODAY,
    }];
    let (_dir, index) = index(vec![starred]);
    let on = |day| Query {
        stars: vec![3],
        day,
        ..Query::default()
    };
    assert_eq!(numbers(&index, &on(TODAY)), [1]);
    assert!(numbers(&index, &on(TODAY + 1)).is_empty());
    assert!(numbers(&index, &on(TODAY - 6)).is_empty());
}

#[test]
fn restricted_documents_are_nowhere_unless_shown() {
    let mut wine = document(1, "Rượu sim", "A");
    wine.restricted = true;
    let (_dir, index) = index(vec![wine]);
    assert!(numbers(&index, &ask("ruou sim")).is_empty());
    let answer = index.search(&ask(""), 24, None, Facets::Count).unwrap();
    assert!(answer.facets.unwrap().iter().all(Vec::is_empty));
    assert!(index.suggest(&ask("ruou"), 5).unwrap().is_empty());
    assert_eq!(
        numbers(
            &index,
            &Query {
                restricted: true,
                ..ask("ruou sim")
            }
        ),
        [1]
    );
}

#[test]
fn pages_follow_one_another_in_every_sort() {
    let many: Vec<Document> = (1..=50)
        .map(|n| document(n, &format!("Mắm số {}", n % 7), "A"))
        .collect();
    let (_dir, index) = index(many);
    for sort in [
        Sort::Relevance,
        Sort::Newest,
        Sort::Price,
        Sort::PriceDown,
        Sort::Name,
    ] {
        for text in ["", "mam"] {
            let query = Query { sort, ..ask(text) };
            let whole: Vec<u64> = index
                .search(&query, 100, None, Facets::Skip)
                .unwrap()
                .hits
                .iter()
                .map(|h| h.number)
                .collect();
            let (mut paged, mut cursor): (Vec<u64>, Option<String>) = (vec![], None);
            loop {
                let answer = index
                    .search(&query, 7, cursor.as_deref(), Facets::Skip)
                    .unwrap();
                paged.extend(answer.hits.iter().map(|h| h.number));
                let Some(next) = answer.next else { break };
                cursor = Some(next.as_str().to_owned());
            }
            assert_eq!(paged, whole, "{sort:?} {text:?}");
            assert_eq!(paged.len(), 50);
        }
    }
    let first = index.search(&ask(""), 7, None, Facets::Skip).unwrap();
    let other = index.search(
        &ask("mam"),
        7,
        first.next.as_ref().map(kernel::Cursor::as_str),
        Facets::Skip,
    );
    assert!(matches!(other, Err(Error::Cursor)));
}

#[test]
fn changes_and_their_position_survive_the_process() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("index");
    {
        let (index, _) = Index::open(&folder).unwrap();
        let put = |n, name| Change::Put(Box::new(document(n, name, "A")));
        index
            .apply(vec![put(1, "Nước mắm"), put(2, "Gạo")], 7)
            .unwrap();
        index
            .apply(vec![put(1, "Mắm nêm"), Change::Remove(2)], 9)
            .unwrap();
    }
    let (index, position) = Index::open(&folder).unwrap();
    assert_eq!((index.len(), position), (1, 9));
    assert_eq!(numbers(&index, &ask("mam nem")), [1]);
    assert!(numbers(&index, &ask("gao")).is_empty());
}

#[test]
fn a_broken_index_is_built_anew() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("index");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("meta.json"), "not an index").unwrap();
    let (index, position) = Index::open(&folder).unwrap();
    assert!(index.is_empty() && position == 0);
}
