//! What a policy says about objects, checked against the guard that states it.

use super::message::Message;
use super::names::equal;
use super::tree::{Sought, about, find};
use crate::policy::{About, Node};
use crate::vocabulary::Vocabulary;

/// The resource that a condition under `node` is about, other than `expected`.
pub(crate) const fn about_another<'n, V: Vocabulary>(
    node: &'n Node<V>,
    expected: Option<&About>,
) -> Option<&'n About> {
    match find(node, Sought::AboutAnother(expected)) {
        Some(leaf) => about(leaf),
        None => None,
    }
}

/// Refuses a policy about an object that the guard does not name.
#[track_caller]
pub(crate) const fn assert_about<V: Vocabulary>(node: &Node<V>, expected: Option<&About>) {
    let Some(about) = about_another(node, expected) else { return };
    let message = Message::new().push("the policy is about `").push(about.resource).push("`");
    let message = match expected {
        Some(expected) if equal(expected.resource, about.resource) => {
            message.push(", the guard about another type of this name: name the same one in both")
        }
        Some(expected) => message
            .push(", the guard about `")
            .push(expected.resource)
            .push("`: a guard, or the rule of a field, is about one resource; authorize the other inside the handler"),
        None => message
            .push(", which the guard does not name: add `object = ")
            .push(about.resource)
            .push("`"),
    };
    panic!("{}", message.as_str())
}

/// Refuses the rule of a field of a new object that asks about an object.
#[track_caller]
pub(crate) const fn assert_about_nothing<V: Vocabulary>(node: &Node<V>) {
    let Some(about) = about_another(node, None) else { return };
    let message = Message::new().push("the rule is about a `").push(about.resource).push(
        "`, and a new one is not there yet: ask about the principal here, for example \
             `permission(\"posts:publish\")`, and about the finished object in its \
             `PolicyFor<Create>`",
    );
    panic!("{}", message.as_str())
}

/// Refuses a list whose policy asks something of each object that no database can answer.
#[track_caller]
pub(crate) const fn assert_listable<V: Vocabulary>(node: &Node<V>) {
    let Some(Node::ObjectCheck(check)) = find(node, Sought::WithoutSql) else { return };
    let message = Message::new()
        .push("a list cannot ask `")
        .push(check.check.name)
        .push("` about each `")
        .push(check.about.resource)
        .push("`: state the same rule as `check(")
        .push(check.about.resource)
        .push(", ")
        .push(check.check.name)
        .push(", sql = \"..\")`");
    panic!("{}", message.as_str())
}

/// Refuses a policy that asks a check where nothing can be waited for.
#[track_caller]
pub(crate) const fn assert_without_checks<V: Vocabulary>(node: &Node<V>) {
    let check = match find(node, Sought::AnyCheck) {
        Some(Node::Check(check)) => check.name,
        Some(Node::ObjectCheck(check)) => check.check.name,
        _ => return,
    };
    let message = Message::new().push("`check(").push(check).push(
        ")` cannot decide who sees a field: an answer does not wait. Decide it in the route's \
             guard, and use another view there",
    );
    panic!("{}", message.as_str())
}

/// Refuses a policy that asks something of the request where there is none, or asks nothing.
#[track_caller]
pub(crate) const fn assert_without_request<V: Vocabulary>(node: &Node<V>) {
    assert!(!matches!(node, Node::Public(_)), "a policy for use inside a handler cannot be public");
    assert!(
        find(node, Sought::OfRequest).is_none(),
        "a policy for use inside a handler asks something of the request: decide that in the handler's own guard"
    );
}

/// Whether only the object can refuse: nothing under `node` denies or asks anything before it is
/// loaded. Then the gate has no reason to look before.
pub(crate) const fn waits_for_object<V: Vocabulary>(node: &Node<V>) -> bool {
    find(node, Sought::FunctionCheck).is_none() && never(node, false)
}

/// Whether `node` cannot turn out as `outcome` while the object is unknown.
const fn never<V: Vocabulary>(node: &Node<V>, outcome: bool) -> bool {
    match node {
        Node::Owner(_) | Node::Tenant(_) | Node::ObjectCheck(_) => true,
        Node::Authenticated => !outcome,
        Node::Not(inner) => never(inner, !outcome),
        Node::Named(policy) => never(policy.root(), outcome),
        // `all` fails by one and holds by every one; `any` the other way round.
        Node::All(nodes) => each_never(nodes, outcome, !outcome),
        Node::Any(nodes) => each_never(nodes, outcome, outcome),
        _ => false,
    }
}

const fn each_never<V: Vocabulary>(nodes: &[Node<V>], outcome: bool, every: bool) -> bool {
    let mut at = 0;
    while at < nodes.len() {
        if never(&nodes[at], outcome) != every {
            return !every;
        }
        at += 1;
    }
    every
}

#[cfg(test)]
mod tests {
    use super::waits_for_object;
    use crate::policy::{Check, CheckFn, Node};
    use crate::resource::{Resource, object_check, owner, tenant};
    use crate::vocabulary::{BitSet, NoRoles, Permissions, Vocabulary};

    #[derive(Clone, Copy, PartialEq, Eq)]
    struct Words;

    impl Permissions for Words {
        type Set = BitSet<1>;
        const NAMES: &'static [&'static str] = &["a:b"];
        const VARIANTS: &'static [Self] = &[Self];
        const UNGRANTED: BitSet<1> = BitSet::EMPTY;

        fn index(self) -> u16 {
            0
        }
    }

    impl Vocabulary for Words {
        type Role = NoRoles<Self>;
    }

    #[derive(portcullis_macros::Resource)]
    #[resource(owner = author, tenant = house, crate = crate)]
    struct Thing {
        id: i64,
        author: String,
        house: String,
    }

    const CALL: CheckFn<Words> = |_, _| Box::pin(async { crate::Decision::Allow });
    const A: Node<Words> = Node::Permission(0);
    const ANYBODY: Node<Words> = Node::Authenticated;
    const OWNER: Node<Words> = owner::<Thing, Words>();
    const TENANT: Node<Words> = tenant::<Thing, Words>();
    const FRIEND: Node<Words> = object_check::<Thing, Words>("friend", CALL, None);
    const CHECK: Node<Words> = Node::Check(Check { name: "check", call: CALL });

    #[test]
    fn only_what_nothing_else_can_refuse_waits() {
        let thing = Thing { id: 1, author: "a".to_owned(), house: "b".to_owned() };
        assert!(thing.is_owned_by("a") && thing.is_of_tenant("b") && thing.id == 1);
        for (waits, node) in [
            (true, OWNER),
            (true, FRIEND),
            (true, ANYBODY),
            (true, Node::Not(&OWNER)),
            (true, Node::All(&[OWNER, TENANT, ANYBODY])),
            (true, Node::Any(&[OWNER, A])),
            (true, Node::Any(&[A, TENANT, Node::Not(&A)])),
            (true, Node::Not(&Node::All(&[OWNER, A]))),
            (true, Node::Not(&Node::Not(&OWNER))),
            (false, A),
            (false, CHECK),
            (false, Node::Not(&ANYBODY)),
            (false, Node::All(&[OWNER, A])),
            (false, Node::Any(&[A, Node::Not(&A)])),
            (false, Node::Any(&[OWNER, CHECK])),
            (false, Node::Not(&Node::Any(&[OWNER, A]))),
            (false, Node::All(&[Node::Any(&[OWNER, A]), A])),
        ] {
            assert_eq!(waits_for_object(&node), waits, "{node}");
        }
    }
}
