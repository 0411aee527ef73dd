//! Which documents a text matches, and how well: tantivy's part.

use kernel::text;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, Term};

use crate::weights;

/// The fields of the text index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) number: Field,
    pub(crate) document: Field,
    /// Exact and folded words of name, producer and text.
    pub(crate) words: [(Field, Field, u16); 3],
}

/// The name of the tokenizer: words are cut before they come here.
pub(crate) const TOKENIZER: &str = "blanks";

impl Fields {
    pub(crate) fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
        let mut pair = |name: &str, weight: u16| {
            let exact = schema.add_text_field(&format!("{name}_exact"), words.clone());
            let folded = schema.add_text_field(&format!("{name}_folded"), words.clone());
            (exact, folded, weight)
        };
        let words = [
            pair("name", weights::NAME),
            pair("producer", weights::PRODUCER),
            pair("text", weights::TEXT),
        ];
        let number = schema.add_u64_field("number", INDEXED | FAST);
        let document = schema.add_text_field("document", STORED);
        (
            schema.build(),
            Self {
                number,
                document,
                words,
            },
        )
    }
}

/// The words of a text as they are indexed: lower case, tones kept.
pub(crate) fn exact(text: &str) -> String {
    text::words(&text::lower(text))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of a text without tones.
pub(crate) fn folded(text: &str) -> String {
    text::words(&text::fold(text)).collect::<Vec<_>>().join(" ")
}

/// The words of a query, at most ten.
pub(crate) fn words(text: &str) -> Vec<String> {
    text::words(&text::lower(text))
        .take(10)
        .map(str::to_owned)
        .collect()
}

/// The query for documents that match at least `required` of the words.
pub(crate) fn query(fields: &Fields, words: &[String], required: usize) -> Box<dyn Query> {
    let clauses = words
        .iter()
        .map(|word| (Occur::Should, best_match(fields, word)))
        .collect();
    Box::new(BooleanQuery::with_minimum_required_clauses(
        clauses, required,
    ))
}

/// How well one word matches: the best of exact, folded, prefix and typo in each field.
fn best_match(fields: &Fields, word: &str) -> Box<dyn Query> {
    let folded = text::fold(word);
    let letters = folded.chars().count();
    let mut ways: Vec<Box<dyn Query>> = Vec::new();
    for (exact_field, folded_field, weight) in fields.words {
        let mut way = |query: Box<dyn Query>, how: u16| {
            ways.push(Box::new(ConstScoreQuery::new(
                query,
                Score::from(how * weight),
            )));
        };
        let term = Term::from_field_text(folded_field, &folded);
        if word != folded {
            let exact = Term::from_field_text(exact_field, word);
            way(
                Box::new(TermQuery::new(exact, IndexRecordOption::Basic)),
                weights::EXACT,
            );
        }
        way(
            Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
            weights::FOLDED,
        );
        if letters >= weights::PREFIX_LETTERS {
            way(
                Box::new(FuzzyTermQuery::new_prefix(term.clone(), 0, false)),
                weights::PREFIX,
            );
        }
        if letters >= weights::TYPO_LETTERS {
            way(Box::new(FuzzyTermQuery::new(term, 1, true)), weights::TYPO);
        }
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}

/// Collects the number and rank of every match.
pub(crate) struct Ranks;

/// The matches of one segment.
pub(crate) struct SegmentRanks {
    numbers: Column<u64>,
    found: Vec<(u64, u32)>,
}

impl Collector for Ranks {
    type Fruit = Vec<(u64, u32)>;
    type Child = SegmentRanks;

    fn for_segment(
        &self,
        _ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentRanks> {
        Ok(SegmentRanks {
            numbers: segment.fast_fields().u64("number")?,
            found: vec![],
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(u64, u32)>>) -> tantivy::Result<Vec<(u64, u32)>> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for SegmentRanks {
    type Fruit = Vec<(u64, u32)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let Some(number) = self.numbers.first(doc) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a sum of small whole weights"
            )]
            self.found.push((number, score as u32));
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}
