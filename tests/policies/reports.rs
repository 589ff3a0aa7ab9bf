//! What reports say about any policy, against the independent evaluator: access, capabilities,
//! explanations.

use std::sync::OnceLock;

use actix_web::get;
use futures_util::FutureExt as _;
use portcullis::inventory::{Caller as Column, Inventory, May};
use portcullis::policy::{Condition, Mark, Policy};
use portcullis::{App, Decision, Security, authenticated, scope};
use portcullis_tests::tokens::security;
use portcullis_tests::{Permission, Role};
use proptest::prelude::*;

use crate::evaluator::{Answer, Caller, Tree, Value};
use crate::{ROLES, callers, trees};

#[authenticated(vocabulary = Permission)]
#[get("/x")]
async fn inside() -> &'static str {
    "inside"
}

/// One for all cases.
fn shared() -> Security<Permission> {
    static SECURITY: OnceLock<Security<Permission>> = OnceLock::new();
    SECURITY.get_or_init(security).clone()
}

fn inventory(policy: &'static Policy<Permission>) -> Inventory {
    App::new(shared()).service(scope("/a").authorize(policy).service(inside)).inventory()
}

fn leaked(tree: &Tree) -> &'static Policy<Permission> {
    Box::leak(Box::new(Policy::new(tree.node())))
}

/// Every check gives this answer.
fn with_checks(tree: &Tree, answer: Answer) -> Tree {
    let each = |trees: &[Tree]| trees.iter().map(|tree| with_checks(tree, answer)).collect();
    match tree {
        Tree::Check(_) => Tree::Check(answer),
        Tree::All(trees) => Tree::All(each(trees)),
        Tree::Any(trees) => Tree::Any(each(trees)),
        Tree::Not(inner) => Tree::Not(Box::new(with_checks(inner, answer))),
        Tree::Named(inner) => Tree::Named(Box::new(with_checks(inner, answer))),
        leaf => leaf.clone(),
    }
}

fn alone(role: Option<Role>, fresh: bool, multi_factor: bool, scopes: &[&'static str]) -> Caller {
    Caller {
        permissions: vec![],
        roles: role.into_iter().collect(),
        scopes: scopes.to_vec(),
        fresh: Some(fresh),
        multi_factor: Some(multi_factor),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// What is left for a role decides as the policy does, whatever is left.
    #[test]
    fn access_is_what_the_policy_decides(tree in trees(false), bits in 0_u8..16) {
        let bit = |at: u8| bits & (1 << at) != 0;
        let answer = if bit(0) { Answer::Allow } else { Answer::Deny };
        let tree = with_checks(&tree, answer);
        let inventory = inventory(leaked(&tree));
        let scopes: &[&str] = if bit(3) { &["reports.read"] } else { &[] };
        let route = &inventory.routes()[0];
        for (column, access) in inventory.callers().iter().zip(&route.access) {
            let role = match column {
                Column::Anonymous => {
                    assert!(!access.is_possible());
                    continue;
                }
                Column::Role(name) => ROLES.into_iter().find(|role| role.to_string() == *name),
                _ => None,
            };
            let caller = alone(role, bit(1), bit(2), scopes);
            let allows = access.allows_where(&|leaf| match leaf {
                Condition::Check { .. } => bit(0),
                Condition::Fresh { .. } => bit(1),
                Condition::Mfa => bit(2),
                Condition::Scope { name } => scopes.contains(&name.as_ref()),
                other => panic!("`{other}` was left open"),
            });
            prop_assert_eq!(allows, tree.value(&caller) == Value::True, "{} {}", column, route.policy);
        }
    }

    /// A client is told neither too much nor too little.
    #[test]
    fn capabilities_are_what_the_policy_may_decide(tree in trees(false), caller in callers()) {
        let capabilities = inventory(leaked(&tree)).capabilities(&caller.principal());
        let may = capabilities.routes.first().map(|route| route.may);
        let answers = [Answer::Allow, Answer::Deny, Answer::Silent];
        let values = answers.map(|answer| with_checks(&tree, answer).value(&caller));
        match may {
            Some(May::Always) => prop_assert_eq!(values, [Value::True; 3]),
            None => prop_assert!(!values.contains(&Value::True), "{tree:?}"),
            Some(May::Depends) => {
                let words = format!("{tree:?}");
                prop_assert!(words.contains("Check"), "{}", words);
            }
        }
    }

    /// The explanation of a denial is about that denial, and one condition decided.
    #[test]
    fn an_explanation_is_about_its_decision(tree in trees(false), caller in callers()) {
        let policy = leaked(&tree);
        let principal = caller.principal();
        if let Decision::Deny(denial) = policy.decide(&principal, &()).now_or_never().unwrap() {
            let explanation = denial.explanation().unwrap();
            prop_assert!(matches!(explanation.mark, Mark::Fails | Mark::Silent), "{explanation}");
            let deciding = explanation.deciding().unwrap();
            prop_assert!(deciding.mark != Mark::NotEvaluated, "{explanation}");
            prop_assert_eq!(explanation.to_string().matches("<- decides").count(), 1);
        }
        let app = App::new(shared()).service(scope("/a").authorize(policy).service(inside));
        let explanation = app.explain(&actix_web::http::Method::GET, "/a/x", &principal).unwrap();
        // What nobody asked is not claimed to be known.
        let early = policy.decide_now(&principal);
        match explanation.mark {
            Mark::Holds => prop_assert!(early.is_some_and(|decision| decision.is_allowed())),
            Mark::NotEvaluated => prop_assert!(early.is_none()),
            _ => prop_assert!(matches!(early, Some(Decision::Deny(_)))),
        }
    }
}
