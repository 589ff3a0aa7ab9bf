//! `Words`: a list of short texts, in one allocation where that is possible.

/// Scopes or authentication methods.
pub(super) enum Words {
    /// Words that are not empty and have no space, with one space between.
    Spaced(Box<str>),
    /// Any others.
    #[expect(clippy::box_collection, reason = "so that the usual ones take two words")]
    Listed(Box<Vec<String>>),
}

/// Words that are still being gathered.
#[derive(Default)]
pub(super) struct Gathered {
    spaced: String,
    listed: Vec<String>,
}

impl Gathered {
    pub(super) fn add(&mut self, word: &str) {
        let is_plain = !word.is_empty() && !word.contains(' ');
        if self.listed.is_empty() && is_plain {
            if !self.spaced.is_empty() {
                self.spaced.push(' ');
            }
            self.spaced.push_str(word);
            return;
        }
        if self.listed.is_empty() {
            self.listed = pieces(&self.spaced).map(str::to_owned).collect();
        }
        self.listed.push(word.to_owned());
    }

    /// Adds words with spaces between.
    #[cfg(any(test, feature = "jwt"))]
    pub(super) fn add_words(&mut self, words: &str) {
        let has_empty = words.starts_with(' ')
            || words.ends_with(' ')
            || words.as_bytes().windows(2).any(|pair| pair == b"  ");
        if self.listed.is_empty() && self.spaced.is_empty() && !has_empty {
            words.clone_into(&mut self.spaced);
        } else {
            pieces(words).for_each(|word| self.add(word));
        }
    }

    pub(super) fn finish(self) -> Words {
        if self.listed.is_empty() {
            Words::Spaced(self.spaced.into_boxed_str())
        } else {
            Words::Listed(Box::new(self.listed))
        }
    }
}

impl Words {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Spaced(text) => text.is_empty(),
            Self::Listed(words) => words.is_empty(),
        }
    }

    pub(super) fn contains(&self, wanted: &str) -> bool {
        match self {
            Self::Spaced(text) => pieces(text).any(|word| word == wanted),
            Self::Listed(words) => words.iter().any(|word| word == wanted),
        }
    }

    /// The words as a list, if they are kept as one.
    pub(super) fn listed(&self) -> Option<&[String]> {
        match self {
            Self::Spaced(text) => text.is_empty().then_some(&[]),
            Self::Listed(words) => Some(words),
        }
    }

    pub(super) fn to_list(&self) -> Vec<String> {
        match self {
            Self::Spaced(text) => pieces(text).map(str::to_owned).collect(),
            Self::Listed(words) => Vec::clone(words),
        }
    }

    /// Bytes on the heap.
    #[cfg(feature = "jwt")]
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Spaced(text) => text.len(),
            Self::Listed(words) => {
                let words = words.iter().map(|word| size_of::<String>() + word.capacity());
                size_of::<Vec<String>>() + words.sum::<usize>()
            }
        }
    }
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text_are_those_between_its_spaces() {
        for text in ["", " ", "a", " a", "a ", "a b", "a  b", "  a   b "] {
            for before in [None, Some("x"), Some("x y")] {
                let (mut together, mut apart) = (Gathered::default(), Gathered::default());
                if let Some(word) = before {
                    together.add(word);
                    apart.add(word);
                }
                together.add_words(text);
                text.split(' ').filter(|word| !word.is_empty()).for_each(|word| apart.add(word));
                let (together, apart) = (together.finish(), apart.finish());
                assert_eq!(together.to_list(), apart.to_list(), "{before:?} {text:?}");
                assert_eq!(together.contains("a"), text.contains('a'), "{before:?} {text:?}");
            }
        }
    }

    #[test]
    fn words_stay_what_they_were() {
        for (given, is_spaced) in [
            (&[][..], true),
            (&["read"], true),
            (&["read", "write"], true),
            (&["read", ""], false),
            (&[""], false),
            (&["", "read"], false),
            (&["read write"], false),
            (&["read", "a b", "write"], false),
            (&[" "], false),
        ] {
            let mut gathered = Gathered::default();
            for word in given {
                gathered.add(word);
            }
            let words = gathered.finish();
            assert_eq!(words.to_list(), given);
            assert_eq!(matches!(words, Words::Spaced(_)), is_spaced, "{given:?}");
            assert_eq!(words.is_empty(), given.is_empty());
            for asked in ["", " ", "read", "write", "a", "b", "a b", "read write", "rea"] {
                assert_eq!(words.contains(asked), given.contains(&asked), "{given:?} {asked:?}");
            }
            let listed = words.listed().map(<[String]>::to_vec);
            let expected = (!is_spaced || given.is_empty()).then(|| words.to_list());
            assert_eq!(listed, expected);
        }
    }
}
