//! Policies in words, in const evaluation: what `Display` writes at run time.

use super::message::Message;
use crate::policy::{Node, Policy, Tenancy};
use crate::vocabulary::{Permissions, Roles, Vocabulary};

impl Message {
    /// Appends the policy as its `Display` writes it.
    pub(crate) const fn push_policy<V: Vocabulary>(self, policy: &Policy<V>) -> Self {
        let message = match policy.target() {
            Some(target) => match &target.tenancy {
                Tenancy::Same(_) if matches!(policy.root(), Node::Tenant(_)) => self,
                Tenancy::Same(tenant) => self.pair("tenant", tenant.about.resource).push(" and "),
                _ => self,
            },
            None => self,
        };
        message.push_node(policy.root())
    }

    const fn push_node<V: Vocabulary>(self, node: &Node<V>) -> Self {
        match node {
            Node::Public(reason) => self.push("public(reason = \"").push(reason).push("\")"),
            Node::Authenticated => self.push("authenticated"),
            Node::Permission(index) => {
                self.quoted("permission", <V as Permissions>::NAMES[*index as usize])
            }
            Node::Role(index) => self.pair("role", V::Role::NAMES[*index as usize]),
            Node::Scope(scope) => self.quoted("scope", scope),
            Node::Fresh(seconds) => self.push_fresh(*seconds),
            Node::MultiFactor => self.push("mfa"),
            Node::Check(check) => self.pair("check", check.name),
            Node::Parameter(parameter) => {
                self.push("owner(id = \"").push(parameter.name).push("\")")
            }
            Node::Owner(relation) => self.pair("owner", relation.about.resource),
            Node::Tenant(relation) => self.pair("tenant", relation.about.resource),
            Node::ObjectCheck(check) => self
                .push("check(")
                .push(check.about.resource)
                .push(", ")
                .push(check.check.name)
                .push(")"),
            Node::All(nodes) => self.list("all", nodes),
            Node::Any(nodes) => self.list("any", nodes),
            Node::Not(inner) => self.push("not(").push_node(inner).push(")"),
            Node::Named(policy) => match policy.name() {
                Some(name) => self.push(name),
                None => self.push_node(policy.root()),
            },
        }
    }

    const fn push_fresh(self, seconds: u32) -> Self {
        let message = if seconds.is_multiple_of(60) {
            self.push("fresh(minutes = ").push_number(seconds / 60)
        } else {
            self.push("fresh(seconds = ").push_number(seconds)
        };
        message.push(")")
    }

    const fn pair(self, word: &str, name: &str) -> Self {
        self.push(word).push("(").push(name).push(")")
    }

    const fn quoted(self, word: &str, name: &str) -> Self {
        self.push(word).push("(\"").push(name).push("\")")
    }

    const fn list<V: Vocabulary>(self, word: &str, nodes: &[Node<V>]) -> Self {
        let mut message = self.push(word).push("(");
        let mut at = 0;
        while at < nodes.len() {
            if at > 0 {
                message = message.push(", ");
            }
            message = message.push_node(&nodes[at]);
            at += 1;
        }
        message.push(")")
    }
}
