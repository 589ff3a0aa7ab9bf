//! `RouteInfo`: one registered route, as plain data.

use serde::Serialize;

use super::access::Access;
use super::fields::FieldList;
use super::vocabulary::{Caller, Terms};
use crate::app::Entry;
use crate::gate::HandlerInfo;
use crate::policy::{Condition, OnDenied, Policy, Target};
use crate::vocabulary::Vocabulary;

/// One registered route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RouteInfo {
    /// The HTTP methods; empty for every method.
    pub methods: Vec<String>,
    /// The whole path pattern; `prefix/*` for a default service.
    pub path: String,
    /// The scopes around it, outermost first.
    pub scopes: Vec<ScopeInfo>,
    /// The handler's name and place.
    pub handler: HandlerInfo,
    /// All policies in words: what must hold.
    pub policy: String,
    /// Each policy, those of the scopes first. All of them must hold.
    pub policies: Vec<PolicyInfo>,
    /// What the policy is about besides the principal.
    pub object: Option<ObjectInfo>,
    /// Why the route is public, if it is and no scope tightens it.
    pub public_reason: Option<&'static str>,
    /// The ways around a rule that the guard or its resource takes, with their reasons.
    pub escape_hatches: Vec<String>,
    /// What wraps the scopes and the route, innermost last. It runs before the gate and may answer
    /// by itself.
    pub middleware: Vec<&'static str>,
    /// Whether guards other than the method decide if the route matches.
    pub is_conditional: bool,
    /// What the parameters of the handler take from the body and the query, in their order. A
    /// parameter of a type that this crate does not know is not among them.
    pub input: Vec<FieldList>,
    /// What the answer shows.
    pub output: Vec<FieldList>,
    /// Who may: one for each of [`Inventory::callers`](super::Inventory::callers).
    pub access: Vec<Access>,
}

/// A scope around a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ScopeInfo {
    /// Its path, with those of the scopes around it.
    pub prefix: String,
    /// Its own policies in words.
    pub policies: Vec<String>,
}

/// One policy of a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PolicyInfo {
    /// Whose it is.
    pub of: PolicyPlace,
    /// The policy in words.
    pub words: String,
    /// The policy as a tree.
    pub tree: Condition,
}

/// Where a policy is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PolicyPlace {
    /// On a scope around the route.
    Scope,
    /// On the handler.
    Route,
}

/// The object that a route's policy is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ObjectInfo {
    /// The name of its type.
    pub resource: &'static str,
    /// The name of what is done with it.
    pub action: &'static str,
    /// Whether the route lists objects instead of loading one.
    pub is_list: bool,
    /// The path parameters that name it.
    pub parameters: &'static [&'static str],
    /// The columns of which each may name an owner.
    pub owner: Vec<&'static str>,
    /// The column that names the tenant.
    pub tenant: Option<&'static str>,
    /// What a client is told about one that it may not touch.
    pub on_denied: OnDenied,
}

impl RouteInfo {
    pub(super) fn of<V: Vocabulary>(entry: &Entry<V>, terms: &Terms, callers: &[Caller]) -> Self {
        let around = || entry.scopes.iter().flat_map(|scope| &scope.policies);
        let places = around().map(|_| PolicyPlace::Scope).chain([PolicyPlace::Route]);
        let policies = around().chain([&entry.policy]).zip(places);
        let policies: Vec<_> = policies.map(|(policy, of)| PolicyInfo::of(policy, of)).collect();
        let words: Vec<_> = policies.iter().map(|policy| policy.words.as_str()).collect();
        let condition = whole(&policies);
        let scopes = entry.scopes.iter().map(|scope| ScopeInfo {
            prefix: scope.prefix.clone(),
            policies: scope.policies.iter().map(ToString::to_string).collect(),
        });
        let target = entry.policy.target();
        Self {
            methods: entry.methods.iter().map(ToString::to_string).collect(),
            path: entry.path.clone(),
            scopes: scopes.collect(),
            handler: entry.handler,
            policy: words.join(" and "),
            object: target.map(ObjectInfo::of),
            public_reason: entry.policy.public_reason().filter(|_| policies.len() == 1),
            escape_hatches: target.map(Target::escape_hatches).unwrap_or_default(),
            middleware: entry.middleware.clone(),
            is_conditional: entry.conditional,
            input: entry.surface.input(),
            output: entry.surface.output(),
            access: terms.accesses(callers, &condition),
            policies,
        }
    }

    /// The methods as tables show them: `GET,POST`, or `any`.
    pub fn methods_in_words(&self) -> String {
        if self.methods.is_empty() { "any".to_owned() } else { self.methods.join(",") }
    }

    /// What must hold, as one condition.
    pub fn condition(&self) -> Condition {
        whole(&self.policies)
    }

    pub(super) fn takes(&self, method: &str) -> bool {
        self.methods.is_empty() || self.methods.iter().any(|own| own == method)
    }
}

fn whole(policies: &[PolicyInfo]) -> Condition {
    match policies {
        [only] => only.tree.clone(),
        several => Condition::All { of: several.iter().map(|one| one.tree.clone()).collect() },
    }
}

impl PolicyInfo {
    fn of<V: Vocabulary>(policy: &Policy<V>, of: PolicyPlace) -> Self {
        Self { of, words: policy.to_string(), tree: policy.condition() }
    }
}

impl ObjectInfo {
    fn of<V: Vocabulary>(target: &Target<V>) -> Self {
        Self {
            resource: target.resource(),
            action: target.action(),
            is_list: target.is_list(),
            parameters: target.parameters(),
            owner: target.owner_columns(),
            tenant: target.tenant_column(),
            on_denied: target.on_denied(),
        }
    }

    /// In words: `read Post`, `list Post`.
    pub fn words(&self) -> String {
        let action = if self.is_list { "list" } else { self.action };
        format!("{action} {}", self.resource)
    }
}
