//! The store of the tests: notes in memory, a count of loads, and ways to fail.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::web;
use portcullis::resource::Load;
use portcullis::{App, Outage, Resource, Security};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token_of};

use crate::Permission;

/// A note of a tenant, in a folder, with an owner and perhaps a second one.
#[derive(Resource, Clone, Debug)]
#[resource(owner = any(author, editor), tenant = tenant, parent = folder)]
pub(crate) struct Note {
    pub(crate) id: i64,
    pub(crate) tenant: String,
    pub(crate) folder: i64,
    pub(crate) author: String,
    pub(crate) editor: Option<String>,
}

/// How the store answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Well,
    Down,
    Hanging,
}

pub(crate) struct Notes {
    pub(crate) rows: Vec<Note>,
    pub(crate) mood: Mutex<Mood>,
    pub(crate) loads: AtomicUsize,
    /// What handlers did.
    pub(crate) effects: AtomicUsize,
}

impl Notes {
    pub(crate) fn new() -> Arc<Self> {
        let note = |id, tenant: &str, folder, author: &str, editor: Option<&str>| Note {
            id,
            tenant: tenant.to_owned(),
            folder,
            author: author.to_owned(),
            editor: editor.map(str::to_owned),
        };
        Arc::new(Self {
            rows: vec![
                note(1, "acme", 10, "ann", None),
                note(2, "acme", 10, "bob", Some("ann")),
                note(3, "acme", 20, "bob", None),
                note(4, "globex", 30, "ann", None),
            ],
            mood: Mutex::new(Mood::Well),
            loads: AtomicUsize::new(0),
            effects: AtomicUsize::new(0),
        })
    }

    pub(crate) fn loads(&self) -> usize {
        self.loads.swap(0, Ordering::SeqCst)
    }

    pub(crate) fn effects(&self) -> usize {
        self.effects.swap(0, Ordering::SeqCst)
    }

    pub(crate) fn act(&self) {
        self.effects.fetch_add(1, Ordering::SeqCst);
    }
}

impl Load for Note {
    type Store = Notes;

    async fn load(notes: &Notes, id: i64) -> Result<Option<Self>, Outage> {
        notes.loads.fetch_add(1, Ordering::SeqCst);
        let mood = *notes.mood.lock().unwrap();
        match mood {
            Mood::Well => Ok(notes.rows.iter().find(|note| note.id == id).cloned()),
            Mood::Down => Err(Outage::of("the notes").retry_after(Duration::from_secs(7))),
            Mood::Hanging => std::future::pending().await,
        }
    }
}

/// Whoever asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller {
    pub(crate) subject: &'static str,
    pub(crate) tenant: Option<&'static str>,
    pub(crate) role: &'static str,
}

pub(crate) const ANN: Caller = Caller { subject: "ann", tenant: Some("acme"), role: "reader" };
pub(crate) const BOB: Caller = Caller { subject: "bob", tenant: Some("acme"), role: "reader" };
pub(crate) const CAT: Caller = Caller { subject: "cat", tenant: Some("acme"), role: "reader" };
pub(crate) const ADMIN: Caller = Caller { subject: "root", tenant: Some("acme"), role: "admin" };
pub(crate) const STRANGER: Caller =
    Caller { subject: "evil", tenant: Some("globex"), role: "admin" };
pub(crate) const HOMELESS: Caller = Caller { subject: "root", tenant: None, role: "admin" };

/// An app on a port, and its notes.
pub(crate) struct Site {
    pub(crate) served: Served,
    pub(crate) notes: Arc<Notes>,
}

/// Serves the routes that `configure` registers.
pub(crate) fn serve(
    configure: impl Fn(&mut portcullis::ServiceConfig<Permission>) + Clone + Send + 'static,
) -> Site {
    serve_with(security(), configure)
}

pub(crate) fn serve_with(
    security: Security<Permission>,
    configure: impl Fn(&mut portcullis::ServiceConfig<Permission>) + Clone + Send + 'static,
) -> Site {
    let notes = Notes::new();
    let data = web::Data::from(Arc::clone(&notes));
    let served = Served::start(move || {
        App::new(security.clone()).app_data(data.clone()).configure(configure.clone())
    });
    Site { served, notes }
}

impl Site {
    pub(crate) fn ask(&self, method: &str, path: &str, caller: Caller) -> Reply {
        self.ask_with(method, path, caller, None)
    }

    pub(crate) fn ask_with(
        &self,
        method: &str,
        path: &str,
        caller: Caller,
        body: Option<&str>,
    ) -> Reply {
        let token = token_of(caller.subject, caller.tenant, caller.role);
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", &*bearer), ("content-type", "application/json")];
        send(self.served.address(), method, path, &headers, body)
    }

    pub(crate) fn status(&self, method: &str, path: &str, caller: Caller) -> u16 {
        self.ask(method, path, caller).status
    }
}
