use kernel::{Lang, ProductId};

use crate::words::say;

/// A part of a listing that is written on a page of its own, in the order in which one goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// What it is called, and its set.
    Name,
    /// Description and story.
    Text,
    /// What its label says.
    Label,
    /// Sizes and prices.
    Sizes,
    /// How it travels.
    Travel,
    Pictures,
}

impl Step {
    pub(super) const ALL: [Self; 6] = [
        Self::Name,
        Self::Text,
        Self::Label,
        Self::Sizes,
        Self::Travel,
        Self::Pictures,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Text => "text",
            Self::Label => "label",
            Self::Sizes => "sizes",
            Self::Travel => "travel",
            Self::Pictures => "pictures",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == word)
    }

    /// The step on which a field stands.
    pub(super) fn of(pointer: &str) -> Option<Self> {
        let step = match pointer.split('/').nth(1)? {
            "name" | "name_en" | "set" => Self::Name,
            "description" | "description_en" | "story" => Self::Text,
            "facts" | "abv" => Self::Label,
            "variants" => Self::Sizes,
            "fresh" | "max_transit_days" => Self::Travel,
            "images" => Self::Pictures,
            _ => return None,
        };
        Some(step)
    }

    /// The step after this one.
    pub(super) fn next(self) -> Option<Self> {
        let mut rest = Self::ALL.into_iter().skip_while(|step| *step != self);
        rest.nth(1)
    }

    /// Its number, from 1.
    pub(super) fn place(self) -> usize {
        1 + Self::ALL.iter().take_while(|step| **step != self).count()
    }

    pub(super) fn name(self, lang: Lang) -> String {
        say(lang, &format!("step-{}", self.as_str()))
    }

    /// Where it is written.
    pub(super) fn path(self, lang: Lang, id: ProductId) -> String {
        let page = super::super::listings::one(lang, id);
        format!("{page}/edit/{}", self.as_str())
    }
}
