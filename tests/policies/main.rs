//! Policies against an independent evaluator: every nesting decides as Kleene's logic says.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod evaluator;
mod reach;
mod reports;

use evaluator::{Answer, Caller, Tree, Value};
use futures_util::FutureExt as _;
use portcullis::Decision;
use portcullis::policy::{Node, Policy};
use portcullis_tests::{Permission, Role};
use proptest::prelude::*;

const PERMISSIONS: [Permission; 3] =
    [Permission::ReadReports, Permission::WriteReports, Permission::DeleteUsers];
const ROLES: [Role; 3] = [Role::Reader, Role::Editor, Role::Admin];
const SCOPES: [&str; 2] = ["reports.read", "profile"];

/// Depth 4, up to four children a node. `sync` leaves out what the masks cannot express.
fn trees(sync: bool) -> impl Strategy<Value = Tree> {
    let permission = proptest::sample::select(&PERMISSIONS).prop_map(Tree::Permission);
    let role = prop_oneof![
        4 => proptest::sample::select(&ROLES).prop_map(Tree::Role),
        1 => Just(Tree::Authenticated),
    ];
    let other = prop_oneof![
        proptest::sample::select(&SCOPES).prop_map(Tree::Scope),
        Just(Tree::Fresh),
        Just(Tree::MultiFactor),
        Just(Tree::Check(Answer::Allow)),
        Just(Tree::Check(Answer::Deny)),
        Just(Tree::Check(Answer::Silent)),
    ];
    let leaf = prop_oneof![
        3 => permission,
        2 => role,
        if sync { 0 } else { 3 } => other,
    ];
    leaf.prop_recursive(4, 64, 4, |inner| {
        prop_oneof![
            3 => proptest::collection::vec(inner.clone(), 1..=4).prop_map(Tree::All),
            3 => proptest::collection::vec(inner.clone(), 1..=4).prop_map(Tree::Any),
            2 => inner.clone().prop_map(|tree| Tree::Not(Box::new(tree))),
            1 => inner.prop_map(|tree| Tree::Named(Box::new(tree))),
        ]
    })
}

fn callers() -> impl Strategy<Value = Caller> {
    (
        proptest::sample::subsequence(PERMISSIONS.to_vec(), 0..=3),
        proptest::sample::subsequence(ROLES.to_vec(), 0..=3),
        proptest::sample::subsequence(SCOPES.to_vec(), 0..=2),
        any::<Option<bool>>(),
        any::<Option<bool>>(),
    )
        .prop_map(|(permissions, roles, scopes, fresh, multi_factor)| Caller {
            permissions,
            roles,
            scopes,
            fresh,
            multi_factor,
        })
}

fn assert_agrees(tree: &Tree, caller: &Caller) {
    let policy = Policy::new(tree.node());
    let principal = caller.principal();
    let decision = policy.decide(&principal, &()).now_or_never().unwrap();
    let agrees = match (&decision, tree.value(caller)) {
        (Decision::Allow, value) => value == Value::True,
        (Decision::Deny(denial), value) => {
            assert!(!denial.reasons().is_empty(), "a denial says why: {policy}");
            matches!(value, Value::False | Value::Unproven)
        }
        (Decision::Unavailable(_), value) => value == Value::Silent,
    };
    assert!(agrees, "{policy} for {caller:?}: {decision:?}");
    // What can be told without the checks is the same.
    if let Some(early) = policy.decide_now(&principal) {
        assert_eq!(early, decision, "{policy} for {caller:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn any_nesting_decides_as_the_evaluator(tree in trees(false), caller in callers()) {
        assert_agrees(&tree, &caller);
    }

    #[test]
    fn masks_decide_as_the_evaluator(tree in trees(true), caller in callers()) {
        assert_agrees(&tree, &caller);
    }
}

/// The whole truth table of two conditions under each combinator, without chance.
#[test]
fn the_truth_table_of_two_conditions() {
    use Answer::{Allow, Deny, Silent};
    let check = |answer| Tree::Check(answer);
    let nobody = Caller {
        permissions: vec![],
        roles: vec![],
        scopes: vec![],
        fresh: None,
        multi_factor: None,
    };
    let rows = [
        (Allow, Allow, Value::True, Value::True),
        (Allow, Deny, Value::False, Value::True),
        (Allow, Silent, Value::Silent, Value::True),
        (Deny, Allow, Value::False, Value::True),
        (Deny, Deny, Value::False, Value::False),
        (Deny, Silent, Value::False, Value::Silent),
        (Silent, Allow, Value::Silent, Value::True),
        (Silent, Deny, Value::False, Value::Silent),
        (Silent, Silent, Value::Silent, Value::Silent),
    ];
    for (left, right, all, any) in rows {
        for (tree, expected) in [
            (Tree::All(vec![check(left), check(right)]), all),
            (Tree::Any(vec![check(left), check(right)]), any),
        ] {
            assert_eq!(tree.value(&nobody), expected, "the evaluator itself");
            assert_agrees(&tree, &nobody);
            assert_agrees(&Tree::Not(Box::new(tree)), &nobody);
        }
    }
}

#[test]
#[should_panic(expected = "beyond the end of its vocabulary")]
fn a_position_that_the_vocabulary_does_not_have_is_refused() {
    Policy::<Permission>::new(Node::Permission(64));
}

#[test]
#[should_panic(expected = "at least one condition")]
fn an_empty_conjunction_behind_a_check_is_refused() {
    let nodes = vec![Tree::Check(Answer::Deny).node(), Node::All(&[])].leak();
    Policy::<Permission>::new(Node::Any(nodes));
}

/// A set that is narrower than the vocabulary would hold no mask for its last names.
#[test]
#[should_panic(expected = "beyond the end of its vocabulary")]
fn a_set_too_narrow_for_its_names_is_refused() {
    Policy::<narrow::Permission>::new(Node::Permission(69));
}

mod narrow {
    use portcullis::vocabulary::{BitSet, NoRoles, Permissions, Vocabulary};

    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(super) struct Permission;

    impl Permissions for Permission {
        type Set = BitSet<1>;
        const NAMES: &'static [&'static str] = &["name"; 70];
        const VARIANTS: &'static [Self] = &[Self; 70];
        const UNGRANTED: BitSet<1> = BitSet::EMPTY;
        fn index(self) -> u16 {
            0
        }
    }

    impl Vocabulary for Permission {
        type Role = NoRoles<Self>;
    }
}

#[test]
#[should_panic(expected = "`public` stands alone")]
fn public_inside_a_policy_is_refused() {
    Policy::<Permission>::new(Node::Any(&[Node::Public("because"), Node::Permission(0)]));
}
