//! Policies against an independent evaluator: every nesting decides as Kleene's logic says.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::any::Any;
use std::time::{Duration, SystemTime};

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
    Authenticated,
    Scope(&'static str),
    Fresh,
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
    /// `None` where the credential is silent.
    fresh: Option<bool>,
    multi_factor: Option<bool>,
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
        if let Some(fresh) = self.fresh {
            let age = Duration::from_mins(if fresh { 1 } else { 10 });
            builder = builder.authenticated_at(SystemTime::now() - age);
        }
        if let Some(multi_factor) = self.multi_factor {
            builder = builder.method(if multi_factor { "mfa" } else { "pwd" });
        }
        builder.build()
    }
}

/// What the independent evaluator finds. The order is that of certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    True,
    False,
    /// The credential is silent: a denial, and so is its opposite.
    Unproven,
    /// A check is silent: an outage, and so is its opposite.
    Silent,
}

impl Value {
    fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    /// One `decisive` value decides; otherwise what is least certain remains.
    fn combine(values: &[Self], decisive: Self, otherwise: Self) -> Self {
        let first = |wanted| values.contains(&wanted).then_some(wanted);
        first(decisive)
            .or_else(|| first(Self::Silent))
            .or_else(|| first(Self::Unproven))
            .unwrap_or(otherwise)
    }
}

impl Tree {
    /// The independent evaluator.
    fn value(&self, caller: &Caller) -> Value {
        let values =
            |trees: &[Self]| trees.iter().map(|tree| tree.value(caller)).collect::<Vec<_>>();
        match self {
            Self::Authenticated | Self::Check(Answer::Allow) => Value::True,
            Self::Check(Answer::Deny) => Value::False,
            Self::Check(Answer::Silent) => Value::Silent,
            Self::Permission(permission) => Value::of(caller.holds(*permission)),
            Self::Role(role) => Value::of(caller.is(*role)),
            Self::Scope(scope) => Value::of(caller.scopes.contains(scope)),
            Self::Fresh => caller.fresh.map_or(Value::Unproven, Value::of),
            Self::MultiFactor => caller.multi_factor.map_or(Value::Unproven, Value::of),
            Self::Named(inner) => inner.value(caller),
            Self::Not(inner) => match inner.value(caller) {
                Value::True => Value::False,
                Value::False => Value::True,
                uncertain => uncertain,
            },
            Self::All(trees) => Value::combine(&values(trees), Value::False, Value::True),
            Self::Any(trees) => Value::combine(&values(trees), Value::True, Value::False),
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
            Self::Authenticated => Node::Authenticated,
            Self::Scope(scope) => Node::Scope(scope),
            Self::Fresh => Node::Fresh(300),
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
