//! Suggestions for words that do not exist.

/// `; did you mean ..?` for the nearest of `known`, or a list of what is known.
pub(crate) fn hint(word: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .min()
        .filter(|(distance, _)| *distance <= 1 + word.len() / 3);
    match nearest {
        Some((_, candidate)) => format!("; did you mean `{candidate}`?"),
        None => format!(", expected {}", list(known)),
    }
}

/// The words as a list for a message: `` `a`, `b` or `c` ``.
pub(crate) fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// Levenshtein distance over characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, a) in left.chars().enumerate() {
        let mut next = vec![line + 1];
        for ((b, diagonal), above) in right.iter().zip(&row).zip(row.iter().skip(1)) {
            let before = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(a != *b)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{hint, list};

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_gets_the_list() {
        assert_eq!(hint("permision", &["permission", "role"]), "; did you mean `permission`?");
        assert_eq!(hint("xyzzy", &["all", "any"]), ", expected `all` or `any`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
