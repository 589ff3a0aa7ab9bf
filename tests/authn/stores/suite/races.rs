//! Refresh tokens that are spent, and whose families are ended, at the same time.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{join, join_all};
use portcullis::store::{Digest, RefreshStore, Spending};

use super::records::{at, family, token};
use super::refresh::{families, spend};

fn count(spendings: &[Spending], is: fn(&Spending) -> bool) -> usize {
    spendings.iter().filter(|spending| is(spending)).count()
}

pub(crate) async fn one_of_a_hundred_spends_and_the_family_is_dead(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("stolen")).await.unwrap();
    let names: Vec<String> = (0..100).map(|number| format!("next {number}")).collect();
    let spendings = join_all(names.iter().map(|name| spend(store, "stolen", name, 1))).await;
    assert_eq!(count(&spendings, |it| matches!(it, Spending::Spent(_))), 1, "{spendings:?}");
    assert_eq!(count(&spendings, |it| matches!(it, Spending::Reused(_))), 1, "{spendings:?}");
    assert_eq!(count(&spendings, |it| matches!(it, Spending::Unknown)), 98, "{spendings:?}");
    assert!(families(store, "anna").await.is_empty());
    for name in names.iter().map(String::as_str).chain(["stolen"]) {
        assert_eq!(spend(store, name, "more", 1).await, Spending::Unknown);
    }
}

pub(crate) async fn within_the_grace_one_successor_remains(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    let names: Vec<String> = (0..20).map(|number| format!("next {number}")).collect();
    let spendings = join_all(names.iter().map(|name| {
        store
            .spend(Digest::of("a"), token(name), at(1), Duration::from_secs(10))
            .map(Result::unwrap)
    }))
    .await;
    assert_eq!(count(&spendings, |it| matches!(it, Spending::Spent(_))), 1, "{spendings:?}");
    assert_eq!(count(&spendings, |it| matches!(it, Spending::Again(_))), 19, "{spendings:?}");
    let mut later = Vec::new();
    for (number, name) in names.iter().enumerate() {
        later.push(spend(store, name, &format!("later {number}"), 2).await);
    }
    // One was good until another, which had been superseded, gave the second holder away.
    assert!(count(&later, |it| matches!(it, Spending::Spent(_))) <= 1, "{later:?}");
    assert_eq!(count(&later, |it| matches!(it, Spending::Reused(_))), 1, "{later:?}");
    assert!(families(store, "anna").await.is_empty());
}

/// Whichever comes first, the family is over afterwards, and whoever ended it is told so.
pub(crate) async fn nothing_is_spent_after_an_end(store: &dyn RefreshStore) {
    for round in 0..30 {
        let (old, new) = (format!("old {round}"), format!("new {round}"));
        store.open(family(&old, "anna"), token(&old)).await.unwrap();
        let spending = spend(store, &old, &new, 1);
        let end = async {
            match round % 3 {
                0 => store.end("anna", &old).await.unwrap(),
                1 => store.end_all("anna").await.unwrap().len() == 1,
                _ => store.end_by_token(Digest::of(&old)).await.unwrap().is_some(),
            }
        };
        let (spending, ended) = if round % 2 == 0 {
            join(spending, end).await
        } else {
            let (ended, spending) = join(end, spending).await;
            (spending, ended)
        };
        assert!(ended, "round {round}");
        assert!(matches!(spending, Spending::Spent(_) | Spending::Unknown), "{spending:?}");
        for token in [&old, &new] {
            assert_eq!(spend(store, token, "more", 1).await, Spending::Unknown);
        }
        assert!(families(store, "anna").await.is_empty());
    }
}

pub(crate) async fn families_do_not_disturb_each_other(store: &dyn RefreshStore) {
    let chains = (0..25).map(|number| async move {
        let name = |step: u32| format!("{number} {step}");
        let family = family(&name(0), "anna");
        store.open(family.clone(), token(&name(0))).await.unwrap();
        for step in 0..4 {
            let spending = spend(store, &name(step), &name(step + 1), 1).await;
            assert_eq!(spending, Spending::Spent(family.clone()));
        }
    });
    join_all(chains).await;
    assert_eq!(families(store, "anna").await.len(), 25);
}
