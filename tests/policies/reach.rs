//! What policies say in advance, against what they decide for every caller there could be.

use futures_util::FutureExt as _;
use portcullis::Decision;
use portcullis::policy::{Node, Policy, Reach, Requirement};
use portcullis_tests::{Permission, Role};
use proptest::prelude::*;

use super::evaluator::{Answer, Caller, Tree};
use super::{PERMISSIONS, ROLES, SCOPES, callers, trees};

fn passes(policy: &Policy<Permission>, caller: &Caller) -> bool {
    matches!(policy.decide(&caller.principal(), &()).now_or_never(), Some(Decision::Allow))
}

/// The callers with one role, whatever else their credential says.
fn with_role_alone(role: Role) -> impl Iterator<Item = Caller> {
    let said = [None, Some(false), Some(true)];
    let scopes = [vec![], vec![SCOPES[0]], vec![SCOPES[1]], SCOPES.to_vec()];
    scopes.into_iter().flat_map(move |scopes| {
        said.into_iter().flat_map(move |fresh| {
            let scopes = scopes.clone();
            said.into_iter().map(move |multi_factor| Caller {
                permissions: vec![],
                roles: vec![role],
                scopes: scopes.clone(),
                fresh,
                multi_factor,
            })
        })
    })
}

const REQUIREMENTS: [Requirement; 10] = [
    Requirement::Permission(Permission::ReadReports as u16),
    Requirement::Permission(Permission::WriteReports as u16),
    Requirement::Permission(Permission::DeleteUsers as u16),
    Requirement::Role(Role::Reader as u16),
    Requirement::Role(Role::Editor as u16),
    Requirement::Role(Role::Admin as u16),
    Requirement::Scope(SCOPES[0]),
    Requirement::Scope(SCOPES[1]),
    Requirement::Fresh(300),
    Requirement::MultiFactor,
];

fn has(caller: &Caller, requirement: Requirement) -> bool {
    match requirement {
        Requirement::Permission(index) => {
            PERMISSIONS.iter().any(|wanted| *wanted as u16 == index && caller.holds(*wanted))
        }
        Requirement::Role(index) => {
            ROLES.iter().any(|wanted| *wanted as u16 == index && caller.is(*wanted))
        }
        Requirement::Scope(scope) => caller.scopes.contains(&scope),
        Requirement::Fresh(_) => caller.fresh == Some(true),
        Requirement::MultiFactor => caller.multi_factor == Some(true),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn never_and_always_are_certain(tree in trees(false)) {
        let policy = Policy::new(tree.node());
        for role in ROLES {
            let reach = policy.reach(role);
            for caller in with_role_alone(role) {
                let certain = if passes(&policy, &caller) { Reach::Always } else { Reach::Never };
                prop_assert!(reach == certain || reach == Reach::Depends, "{policy} {caller:?}");
            }
        }
    }

    #[test]
    fn nothing_depends_where_everything_is_known(tree in trees(true)) {
        let policy = Policy::new(tree.node());
        for role in ROLES {
            let caller = with_role_alone(role).next().unwrap();
            let expected = if passes(&policy, &caller) { Reach::Always } else { Reach::Never };
            prop_assert_eq!(policy.reach(role), expected, "{} for {:?}", policy, caller);
        }
    }

    #[test]
    fn nobody_passes_without_what_is_required(tree in trees(false), caller in callers()) {
        let policy = Policy::new(tree.node());
        for requirement in REQUIREMENTS {
            if policy.requires(requirement) && !has(&caller, requirement) {
                prop_assert!(!passes(&policy, &caller), "{policy} {requirement:?} {caller:?}");
            }
        }
    }
}

const NO: Node<Permission> = Node::Not(&Node::Authenticated);
const YES: Node<Permission> = Node::Authenticated;
const OPEN: Node<Permission> = Node::MultiFactor;

/// The whole truth table of two conditions under each combinator.
#[test]
fn the_truth_table_of_two_conditions() {
    use Reach::{Always, Depends, Never};
    let leak = |nodes: Vec<Node<Permission>>| -> &'static [Node<Permission>] { nodes.leak() };
    let node = |reach| match reach {
        Never => NO,
        Depends => OPEN,
        Always => YES,
    };
    for (left, right, all, any) in [
        (Never, Never, Never, Never),
        (Never, Depends, Never, Depends),
        (Never, Always, Never, Always),
        (Depends, Never, Never, Depends),
        (Depends, Depends, Depends, Depends),
        (Depends, Always, Depends, Always),
        (Always, Never, Never, Always),
        (Always, Depends, Depends, Always),
        (Always, Always, Always, Always),
    ] {
        let both = || leak(vec![node(left), node(right)]);
        let not = |reach| match reach {
            Never => Always,
            Depends => Depends,
            Always => Never,
        };
        for (combined, expected) in [(Node::All(both()), all), (Node::Any(both()), any)] {
            let combined: &'static Node<Permission> = Box::leak(Box::new(combined));
            for role in ROLES {
                let named = Box::leak(Box::new(Policy::named("NAMED", Node::Not(combined))));
                let policy = Policy::new(Node::Named(named));
                assert_eq!(policy.reach(role), not(expected), "{policy}");
            }
        }
    }
}

#[test]
fn roles_bring_what_they_grant_and_inherit() {
    let requires = |node, requirement| Policy::<Permission>::new(node).requires(requirement);
    let (reader, editor) = (Role::Reader as u16, Role::Editor as u16);
    let (read, delete) = (Permission::ReadReports as u16, Permission::DeleteUsers as u16);
    assert!(requires(Node::Role(editor), Requirement::Role(reader)));
    assert!(!requires(Node::Role(reader), Requirement::Role(editor)));
    assert!(requires(Node::Role(editor), Requirement::Permission(read)));
    assert!(!requires(Node::Role(editor), Requirement::Permission(delete)));
    // A permission may be granted directly, so it brings no role.
    assert!(!requires(Node::Permission(delete), Requirement::Role(Role::Admin as u16)));
}

#[test]
fn a_shorter_time_requires_a_longer_one() {
    let five = Policy::<Permission>::new(Node::Fresh(300));
    assert!(five.requires(Requirement::Fresh(300)) && five.requires(Requirement::Fresh(301)));
    assert!(!five.requires(Requirement::Fresh(299)));
}

#[test]
fn a_public_policy_denies_nobody_and_requires_nothing() {
    let public = Policy::<Permission>::new(Node::Public("because"));
    for role in ROLES {
        assert_eq!(public.reach(role), Reach::Always);
    }
    for requirement in REQUIREMENTS.into_iter().chain([
        Requirement::Authenticated,
        Requirement::Owner,
        Requirement::Tenant,
    ]) {
        assert!(!public.requires(requirement), "{requirement:?}");
    }
    assert!(Policy::<Permission>::new(YES).requires(Requirement::Authenticated));
}

/// A check decides nothing in advance, whatever it would answer.
#[test]
fn checks_are_not_asked() {
    for answer in [Answer::Allow, Answer::Deny, Answer::Silent] {
        let policy = Policy::new(Tree::Check(answer).node());
        assert_eq!(policy.reach(Role::Admin), Reach::Depends);
    }
}
