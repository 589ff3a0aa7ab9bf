//! Policies, callers and truth values of the test's own, which know nothing of the code under test.

use std::any::Any;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use portcullis::policy::{Check, CheckFn, Node, Policy};
use portcullis::{Decision, Principal};
use portcullis_tests::{Permission, Role};

/// A policy as this test understands it.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
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
pub(crate) enum Answer {
    Allow,
    Deny,
    Silent,
}

/// Who asks, in plain lists.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) permissions: Vec<Permission>,
    pub(crate) roles: Vec<Role>,
    pub(crate) scopes: Vec<&'static str>,
    /// `None` where the credential is silent.
    pub(crate) fresh: Option<bool>,
    pub(crate) multi_factor: Option<bool>,
}

impl Caller {
    pub(crate) fn holds(&self, wanted: Permission) -> bool {
        self.permissions.contains(&wanted)
            || self.roles.iter().any(|role| match role {
                Role::Reader => wanted == Permission::ReadReports,
                Role::Editor => wanted != Permission::DeleteUsers,
                Role::Admin => true,
            })
    }

    pub(crate) fn is(&self, wanted: Role) -> bool {
        self.roles
            .iter()
            .any(|role| *role == wanted || (*role == Role::Editor && wanted == Role::Reader))
    }

    pub(crate) fn principal(&self) -> Principal<Permission> {
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
pub(crate) enum Value {
    True,
    False,
    /// The credential is silent: a denial, and so is its opposite.
    Unproven,
    /// A check is silent: an outage, and so is its opposite.
    Silent,
}

impl Value {
    pub(crate) fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    /// One `decisive` value decides; otherwise what is least certain remains.
    pub(crate) fn combine(values: &[Self], decisive: Self, otherwise: Self) -> Self {
        let first = |wanted| values.contains(&wanted).then_some(wanted);
        first(decisive)
            .or_else(|| first(Self::Silent))
            .or_else(|| first(Self::Unproven))
            .unwrap_or(otherwise)
    }
}

impl Tree {
    /// The independent evaluator.
    pub(crate) fn value(&self, caller: &Caller) -> Value {
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
    pub(crate) fn node(&self) -> Node<Permission> {
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
    pub(crate) fn check(self) -> CheckFn<Permission> {
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
