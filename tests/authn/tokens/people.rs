//! `People`: the accounts of the test app, which can change, fall silent and fail.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use portcullis::Outage;
use portcullis::authn::{Account, Accounts};

use crate::spy::Mood;
use crate::{Permission, Role};

#[derive(Clone)]
pub struct People {
    accounts: Arc<Mutex<HashMap<String, Account<Permission>>>>,
    mood: Arc<Mutex<Mood>>,
}

impl People {
    /// Ada reads, Bob has nothing.
    pub fn new() -> Self {
        let people = Self { accounts: Arc::default(), mood: Arc::new(Mutex::new(Mood::Answers)) };
        people.put(Account::new("ada").role(Role::Reader));
        people.put(Account::new("bob"));
        people
    }

    pub fn put(&self, account: Account<Permission>) {
        self.accounts.lock().unwrap().insert(account.subject().to_owned(), account);
    }

    pub fn answer_for(&self, subject: &str, account: Account<Permission>) {
        self.accounts.lock().unwrap().insert(subject.to_owned(), account);
    }

    pub fn lock(&self, subject: &str) {
        self.accounts.lock().unwrap().remove(subject);
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

impl Accounts<Permission> for People {
    fn find<'a>(
        &'a self,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Option<Account<Permission>>, Outage>> {
        let found = self.accounts.lock().unwrap().get(subject).cloned();
        let mood = *self.mood.lock().unwrap();
        async move {
            match mood {
                Mood::Answers | Mood::Dawdles => Ok(found),
                Mood::Fails => Err(Outage::of("the table of users")),
                Mood::Hangs => std::future::pending().await,
            }
        }
        .boxed()
    }
}
