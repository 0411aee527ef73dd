use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::schema::Value;
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use crate::answer::Answer;
use crate::document::Document;
use crate::error::Error;
use crate::facets::{Counts, count};
use crate::matching::{self, Fields, Ranks, TOKENIZER};
use crate::page::{Match, Place, answer, found, page};
use crate::query::{Facets, Query};
use crate::table::{Filter, Row, Table};

/// The memory in which documents gather before they are written.
const WRITER_BYTES: usize = 20_000_000;

/// A change of the collection.
#[derive(Debug, Clone)]
pub enum Change {
    /// A document is new or has changed.
    Put(Box<Document>),
    /// A document is no longer there.
    Remove(u64),
}

/// The index of one node.
pub struct Index {
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    table: RwLock<Arc<Table>>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index({} documents)", self.table().len())
    }
}

impl Index {
    /// Opens the index in a folder, or makes an empty one. What cannot be opened is thrown away:
    /// it is only a copy. Gives the position that the last commit recorded, 0 for an empty one.
    pub fn open(folder: &Path) -> Result<(Self, i64), Error> {
        match Self::open_existing(folder) {
            Ok(opened) => Ok(opened),
            // Another process works with it: that is no reason to throw it away.
            Err(Error::Index(tantivy::TantivyError::LockFailure(..))) => Err(Error::InUse),
            Err(err) => {
                tracing::warn!(error = %err, "the search index is built anew");
                if folder.exists() {
                    std::fs::remove_dir_all(folder)?;
                }
                Self::open_existing(folder)
            }
        }
    }

    fn open_existing(folder: &Path) -> Result<(Self, i64), Error> {
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = Fields::schema();
        let directory = tantivy::directory::MmapDirectory::open(folder)?;
        let index = tantivy::Index::open_or_create(directory, schema)?;
        index.tokenizers().register(
            TOKENIZER,
            TextAnalyzer::from(WhitespaceTokenizer::default()),
        );
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let position = index
            .load_metas()?
            .payload
            .and_then(|p| p.parse().ok())
            .unwrap_or(0);
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let opened = Self {
            fields,
            reader,
            writer: Mutex::new(writer),
            table: RwLock::new(Arc::new(Table::default())),
        };
        opened.read_table()?;
        Ok((opened, position))
    }

    /// Reads the columns of what the index holds.
    fn read_table(&self) -> Result<(), Error> {
        let mut table = Table::default();
        for segment in self.reader.searcher().segment_readers() {
            let store = segment.get_store_reader(1)?;
            for stored in store.iter::<TantivyDocument>(segment.alive_bitset()) {
                let stored = stored?;
                let json = stored
                    .get_first(self.fields.document)
                    .and_then(|v| v.as_str())
                    .ok_or(Error::Unreadable)?;
                let document: Document =
                    serde_json::from_str(json).map_err(|_json| Error::Unreadable)?;
                table.put(&document);
            }
        }
        table.arrange();
        self.show(table);
        Ok(())
    }

    /// Applies changes in one commit that records the position in the owner's feed.
    pub fn apply(&self, changes: Vec<Change>, position: i64) -> Result<(), Error> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = (*self.table()).clone();
        for change in changes {
            let number = match &change {
                Change::Put(document) => document.number,
                Change::Remove(number) => *number,
            };
            writer.delete_term(Term::from_field_u64(self.fields.number, number));
            match change {
                Change::Put(document) => {
                    writer.add_document(self.stored(&document)?)?;
                    table.put(&document);
                }
                Change::Remove(number) => table.remove(number),
            }
        }
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&position.to_string());
        commit.commit()?;
        self.reader.reload()?;
        table.arrange();
        self.show(table);
        Ok(())
    }

    /// Takes everything out.
    pub fn clear(&self) -> Result<(), Error> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_all_documents()?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload("0");
        commit.commit()?;
        self.reader.reload()?;
        self.show(Table::default());
        Ok(())
    }

    fn stored(&self, document: &Document) -> Result<TantivyDocument, Error> {
        let mut stored = TantivyDocument::default();
        stored.add_u64(self.fields.number, document.number);
        let json = serde_json::to_string(document).map_err(|_json| Error::Unreadable)?;
        stored.add_text(self.fields.document, json);
        let texts = [&document.name, &document.producer_name, &document.text];
        for ((exact, folded, _), text) in self.fields.words.into_iter().zip(texts) {
            stored.add_text(exact, matching::exact(text));
            stored.add_text(folded, matching::folded(text));
        }
        Ok(stored)
    }

    fn show(&self, table: Table) {
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(table);
    }

    pub(crate) fn table(&self) -> Arc<Table> {
        self.table
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Price and stock of a document as this index shows them.
    pub fn shown(&self, number: u64) -> Option<(i64, bool)> {
        self.table()
            .row(number)
            .map(|row| (row.price, row.in_stock))
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.table().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The documents that match, one page from a cursor on.
    pub fn search(
        &self,
        query: &Query,
        limit: usize,
        cursor: Option<&str>,
        facets: Facets,
    ) -> Result<Answer, Error> {
        let table = self.table();
        let from = cursor.map(|text| Place::parse(text, query)).transpose()?;
        let words = matching::words(&query.text);
        if words.is_empty() && query.text.trim().is_empty() {
            return Ok(Self::browse(&table, query, limit, from.as_ref(), facets));
        }
        let filter = Filter::new(&table, query);
        let all = self.ranks(&words, words.len())?;
        let mut matches = found(&table, &all, false);
        let counts = (facets == Facets::Count)
            .then(|| count(&table, &filter, matches.iter().map(|m| m.row)));
        matches.retain(|m| filter.passes(m.row));
        let total = matches.len();
        if total < limit && words.len() > 1 {
            let known: HashSet<u64> = all.iter().map(|(number, _)| *number).collect();
            let mut most = self.ranks(&words, words.len() - 1)?;
            most.retain(|(number, _)| !known.contains(number));
            let mut nearest = found(&table, &most, true);
            nearest.retain(|m| filter.passes(m.row));
            matches.append(&mut nearest);
        }
        let mut answer = page(matches, query, limit, from.as_ref());
        (answer.total, answer.facets) = (total, counts);
        Ok(answer)
    }

    /// Every document in the order of a sort: no text, so no index but the columns.
    fn browse(
        table: &Table,
        query: &Query,
        limit: usize,
        from: Option<&Place>,
        facets: Facets,
    ) -> Answer {
        let filter = Filter::new(table, query);
        let is_next = |row: &Row| from.is_none_or(|p| row.is_after(query.sort, &p.key, p.number));
        let rest = table
            .in_order(query.sort)
            .filter(|row| is_next(row) && filter.passes(row));
        let hits: Vec<Match<'_>> = rest
            .take(limit + 1)
            .map(|row| Match {
                row,
                rank: 0,
                nearest: false,
            })
            .collect();
        let mut answer = answer(&hits, query, limit);
        if facets == Facets::Count {
            let mut counts = Counts::new(table);
            answer.total = table
                .rows()
                .iter()
                .filter(|row| counts.add(&filter, row))
                .count();
            answer.facets = Some(counts.finish(table));
        }
        answer
    }

    pub(crate) fn ranks(
        &self,
        words: &[String],
        required: usize,
    ) -> Result<Vec<(u64, u32)>, Error> {
        if words.is_empty() {
            return Ok(vec![]);
        }
        let query = matching::query(&self.fields, words, required);
        Ok(self.reader.searcher().search(&query, &Ranks)?)
    }
}
