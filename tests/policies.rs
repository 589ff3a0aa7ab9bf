//! Policies against an independent evaluator: every nesting decides as Kleene's logic says.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::any::Any;

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use portcullis::policy::{Check, Node, Policy};
use portcullis::{Decision, Principal};
use portcullis_tests::{Permission, Role};
use proptest::prelude::*;

/// A policy as this test understands it.
#[derive(Clone, Debug)]
enum Tree {
    Permission(Permission),
    Role(Role),
    Scope(&'static str),
    MultiFactor,
    Check(Answer),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    Named(Box<Tree>),
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Allow,
    Deny,
    Silent,
}

/// Who asks, in plain lists.
#[derive(Clone, Debug)]
struct Caller {
    permissions: Vec<Permission>,
    roles: Vec<Role>,
    scopes: Vec<&'static str>,
    multi_factor: bool,
}

impl Caller {
    fn holds(&self, wanted: Permission) -> bool {
        self.permissions.contains(&wanted)
            || self.roles.iter().any(|role| match role {
                Role::Reader => wanted == Permission::ReadReports,
                Role::Editor => wanted != Permission::DeleteUsers,
                Role::Admin => true,
            })
    }

    fn is(&self, wanted: Role) -> bool {
        self.roles
            .iter()
            .any(|role| *role == wanted || (*role == Role::Editor && wanted == Role::Reader))
    }

    fn principal(&self) -> Principal<Permission> {
        let mut builder = Principal::builder("somebody");
        for permission in &self.permissions {
            builder = builder.permission(*permission);
        }
        for role in &self.roles {
            builder = builder.role(*role);
        }
        for scope in &self.scopes {
            builder = builder.scope(*scope);
        }
        if self.multi_factor {
            builder = builder.method("mfa");
        }
        builder.build()
    }
}

impl Tree {
    /// The independent evaluator: `None` is unknown.
    fn holds(&self, caller: &Caller) -> Option<bool> {
        match self {
            Self::Permission(permission) => Some(caller.holds(*permission)),
            Self::Role(role) => Some(caller.is(*role)),
            Self::Scope(scope) => Some(caller.scopes.contains(scope)),
            Self::MultiFactor => Some(caller.multi_factor),
            Self::Check(Answer::Allow) => Some(true),
            Self::Check(Answer::Deny) => Some(false),
            Self::Check(Answer::Silent) => None,
            Self::Not(inner) => inner.holds(caller).map(|holds| !holds),
            Self::Named(inner) => inner.holds(caller),
            Self::All(trees) => {
                let values: Vec<_> = trees.iter().map(|tree| tree.holds(caller)).collect();
                if values.contains(&Some(false)) {
                    Some(false)
                } else if values.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Self::Any(trees) => {
                let values: Vec<_> = trees.iter().map(|tree| tree.holds(caller)).collect();
                if values.contains(&Some(true)) {
                    Some(true)
                } else if values.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }

    /// The same as the policy under test. Nodes are leaked: a policy is static data.
    fn node(&self) -> Node<Permission> {
        let leak = |trees: &[Self]| -> &'static [Node<Permission>] {
            trees.iter().map(Self::node).collect::<Vec<_>>().leak()
        };
        match self {
            Self::Permission(permission) => Node::Permission(*permission as u16),
            Self::Role(role) => Node::Role(*role as u16),
            Self::Scope(scope) => Node::Scope(scope),
            Self::MultiFactor => Node::MultiFactor,
            Self::Check(answer) => Node::Check(Check { name: "answer", call: answer.check() }),
            Self::All(trees) => Node::All(leak(trees)),
            Self::Any(trees) => Node::Any(leak(trees)),
            Self::Not(inner) => Node::Not(Box::leak(Box::new(inner.node()))),
            Self::Named(inner) => {
                Node::Named(Box::leak(Box::new(Policy::named("NAMED", inner.node()))))
            }
        }
    }
}

impl Answer {
    fn check(self) -> portcullis::policy::CheckFn<Permission> {
        fn allow<'a>(_: &'a Principal<Permission>, _: &'a dyn Any) -> LocalBoxFuture<'a, Decision> {
            async { Decision::Allow }.boxed_local()
        }
        fn deny<'a>(_: &'a Principal<Permission>, _: &'a dyn Any) -> LocalBoxFuture<'a, Decision> {
            async { Decision::deny("no") }.boxed_local()
        }
        fn silent<'a>(
            _: &'a Principal<Permission>,
            _: &'a dyn Any,
        ) -> LocalBoxFuture<'a, Decision> {
            async { Decision::unavailable("a check") }.boxed_local()
        }
        match self {
            Self::Allow => allow,
            Self::Deny => deny,
            Self::Silent => silent,
        }
    }
}

const PERMISSIONS: [Permission; 3] =
    [Permission::ReadReports, Permission::WriteReports, Permission::DeleteUsers];
const ROLES: [Role; 3] = [Role::Reader, Role::Editor, Role::Admin];
const SCOPES: [&str; 2] = ["reports.read", "profile"];

/// Depth 4, up to four children a node. `sync` leaves out what the masks cannot express.
fn trees(sync: bool) -> impl Strategy<Value = Tree> {
    let permission = proptest::sample::select(&PERMISSIONS).prop_map(Tree::Permission);
    let role = proptest::sample::select(&ROLES).prop_map(Tree::Role);
    let other = prop_oneof![
        proptest::sample::select(&SCOPES).prop_map(Tree::Scope),
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
        any::<bool>(),
    )
        .prop_map(|(permissions, roles, scopes, multi_factor)| Caller {
            permissions,
            roles,
            scopes,
            multi_factor,
        })
}

fn assert_agrees(tree: &Tree, caller: &Caller) {
    let policy = Policy::new(tree.node());
    let principal = caller.principal();
    let decision = policy.decide(&principal, &()).now_or_never().unwrap();
    let decided = match &decision {
        Decision::Allow => Some(true),
        Decision::Deny(denial) => {
            assert!(!denial.reasons().is_empty(), "a denial says why: {policy}");
            Some(false)
        }
        Decision::Unavailable(_) => None,
    };
    assert_eq!(decided, tree.holds(caller), "{policy} for {caller:?}: {decision:?}");
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
    let nobody = Caller { permissions: vec![], roles: vec![], scopes: vec![], multi_factor: false };
    let rows = [
        (Allow, Allow, Some(true), Some(true)),
        (Allow, Deny, Some(false), Some(true)),
        (Allow, Silent, None, Some(true)),
        (Deny, Allow, Some(false), Some(true)),
        (Deny, Deny, Some(false), Some(false)),
        (Deny, Silent, Some(false), None),
        (Silent, Allow, None, Some(true)),
        (Silent, Deny, Some(false), None),
        (Silent, Silent, None, None),
    ];
    for (left, right, all, any) in rows {
        for (tree, expected) in [
            (Tree::All(vec![check(left), check(right)]), all),
            (Tree::Any(vec![check(left), check(right)]), any),
        ] {
            assert_eq!(tree.holds(&nobody), expected, "the evaluator itself");
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
