//! `Listing`: which objects a principal may see, as one condition for all of them.

use core::fmt;
use core::marker::PhantomData;
use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use super::Resource;
use crate::policy::{Decision, Facts, ObjectCheck, Residual, SqlPart, Target, Tenancy};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// Which `T` the principal of this request may list: the route's policy, with everything decided
/// that does not depend on the single object.
///
/// Made by a guard that says `list`. [`push_where`](Self::push_where) turns it into a condition of
/// the database with bound parameters, [`permits`](Self::permits) asks it about one object.
pub struct Listing<T> {
    pub(super) scope: Scope,
    pub(super) subject: String,
    pub(super) tenant: Option<String>,
    /// What stands for the table in the query.
    pub(super) alias: Option<&'static str>,
    resource: PhantomData<fn() -> T>,
}

/// A condition on objects, for one principal.
#[derive(Clone)]
pub(crate) enum Scope {
    Everything,
    Nothing,
    Owner,
    Tenant,
    /// The relation names what the path says.
    Related {
        relation: &'static str,
        text: String,
    },
    Check {
        sql: &'static [SqlPart],
        ask: Ask,
    },
    Not(Box<Scope>),
    Every(Vec<Scope>),
    Some(Vec<Scope>),
}

/// Asks a check about an object.
type Ask = Arc<dyn for<'a> Fn(&'a dyn Any) -> LocalBoxFuture<'a, Decision> + Send + Sync>;

impl<T: Resource> Listing<T> {
    /// What a policy leaves to be asked of each object; the outcome for the whole list when it
    /// leaves nothing.
    pub(crate) fn of<V: Vocabulary>(
        target: &Target<V>,
        residual: Residual<'static, V>,
        facts: &Facts<'_, V>,
        deny: impl FnOnce() -> Decision,
    ) -> Result<Self, Decision> {
        let scope = match residual {
            Residual::Nothing => return Err(deny()),
            Residual::Unknown(outage) => return Err(Decision::Unavailable(outage)),
            residual => Scope::of(residual, facts.principal),
        };
        let scope = match target.tenancy {
            Tenancy::Same(_) if matches!(scope, Scope::Tenant) => scope,
            Tenancy::Same(_) => Scope::Every(vec![Scope::Tenant, scope]),
            _ => scope,
        };
        Ok(Self {
            scope,
            subject: facts.principal.subject().to_owned(),
            tenant: facts.principal.tenant().map(str::to_owned),
            alias: None,
            resource: PhantomData,
        })
    }

    /// The same list, of the parents alone that the path names.
    pub(crate) fn below<'a>(mut self, value: impl Fn(&str) -> Option<Cow<'a, str>>) -> Self {
        let related: Vec<_> = T::RELATIONS
            .iter()
            .filter_map(|relation| {
                let text = value(relation)?.into_owned();
                Some(Scope::Related { relation, text })
            })
            .collect();
        if !related.is_empty() {
            self.scope = Scope::Every(related.into_iter().chain([self.scope]).collect());
        }
        self
    }

    /// The same list, in a query that calls the table `alias` (lower case). An alias that the SQL of a
    /// check uses for a table of its own would capture `{self}`; that check then selects nothing, and
    /// the log says so.
    #[must_use]
    pub fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }

    /// Whether `object` belongs to the list: what the database decides, in memory.
    pub async fn permits(&self, object: &T) -> Decision {
        self.decide(&self.scope, object).await
    }

    fn decide<'a>(&'a self, scope: &'a Scope, object: &'a T) -> LocalBoxFuture<'a, Decision> {
        let told = |holds: bool| Decision::allow_if(holds, "the object is not of the list");
        async move {
            match scope {
                Scope::Everything => Decision::Allow,
                Scope::Nothing => told(false),
                Scope::Owner => told(object.is_owned_by(&self.subject)),
                Scope::Tenant => {
                    told(self.tenant.as_ref().is_some_and(|tenant| object.is_of_tenant(tenant)))
                }
                Scope::Related { relation, text } => told(object.agrees(relation, text)),
                Scope::Check { ask, .. } => ask(object).await,
                Scope::Not(inner) => match self.decide(inner, object).await {
                    Decision::Allow => told(false),
                    Decision::Deny(_) => Decision::Allow,
                    unavailable @ Decision::Unavailable(_) => unavailable,
                },
                Scope::Every(parts) => self.combine(parts, object, false).await,
                Scope::Some(parts) => self.combine(parts, object, true).await,
            }
        }
        .boxed_local()
    }

    /// What decides comes first; what cannot be told is told only when nothing decides.
    async fn combine(&self, parts: &[Scope], object: &T, decisive: bool) -> Decision {
        let mut result = Decision::allow_if(!decisive, "the object meets no condition of the list");
        for part in parts {
            let decision = self.decide(part, object).await;
            match &decision {
                Decision::Unavailable(_) => result = decision,
                told if told.is_allowed() == decisive => return decision,
                _ => {}
            }
        }
        result
    }
}

impl Scope {
    fn of<V: Vocabulary>(residual: Residual<'static, V>, principal: &Principal<V>) -> Self {
        let each = |parts: Vec<Residual<'static, V>>| {
            parts.into_iter().map(|part| Self::of(part, principal)).collect()
        };
        match residual {
            Residual::Everything => Self::Everything,
            // `Unknown` decides alone, before this is asked.
            Residual::Nothing | Residual::Unknown(_) => Self::Nothing,
            Residual::Owner => Self::Owner,
            Residual::Tenant => Self::Tenant,
            Residual::Check(check) => Self::check(check, principal),
            Residual::Not(inner) => Self::Not(Box::new(Self::of(*inner, principal))),
            Residual::Every(parts) => Self::Every(each(parts)),
            Residual::Some(parts) => Self::Some(each(parts)),
        }
    }

    fn check<V: Vocabulary>(about: &'static ObjectCheck<V>, principal: &Principal<V>) -> Self {
        // A policy without the SQL of a check cannot become a list: `Policy::about` refuses it.
        let Some(sql) = about.sql else { return Self::Nothing };
        let (principal, call) = (principal.clone(), about.check.call);
        let ask: Ask = Arc::new(move |object| {
            let principal = principal.clone();
            async move { call(&principal, object).await }.boxed_local()
        });
        Self::Check { sql, ask }
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("everything"),
            Self::Nothing => f.write_str("nothing"),
            Self::Owner => f.write_str("owner"),
            Self::Tenant => f.write_str("tenant"),
            Self::Related { relation, .. } => write!(f, "{relation} of the path"),
            Self::Check { sql, .. } => write!(f, "check({sql:?})"),
            Self::Not(inner) => write!(f, "not({inner:?})"),
            Self::Every(parts) => write!(f, "every{parts:?}"),
            Self::Some(parts) => write!(f, "some{parts:?}"),
        }
    }
}

/// The condition without whom it is for.
impl<T: Resource> fmt::Debug for Listing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listing<{}>({:?})", T::NAME, self.scope)
    }
}
