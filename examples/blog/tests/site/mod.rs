//! `Site`: the blog served in process, with its database at hand.

use std::net::SocketAddr;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use actix_web::rt::Runtime;
use blog::{Db, DemoTokens, DemoUser, Identity};
use portcullis::audit::Audit;
use portcullis::authn::revocation::Revocations;
use portcullis_tests::client::{Reply, send_raw};
use portcullis_tests::server::Served;
use tokio::runtime::Handle;

/// The variable that names a PostgreSQL server.
pub const POSTGRES: &str = "PORTCULLIS_POSTGRES_URL";

/// Who asks; `None` has no token.
pub type Caller = Option<DemoUser>;

pub struct Site {
    served: Served,
    tokens: DemoTokens,
    db: Db,
    runtime: Handle,
}

impl Site {
    /// On the schema `schema` of the server at `url`, made anew, or in memory.
    pub fn start(url: Option<String>, schema: &'static str) -> Self {
        Self::audited(url, schema, &Audit::tracing())
    }

    /// The same, with its audit events going to `audit`.
    pub fn audited(url: Option<String>, schema: &'static str, audit: &Audit) -> Self {
        let tokens = DemoTokens::from_environment().unwrap();
        let (sender, receiver) = channel();
        // Connections are woken by the runtime that opened them, so this one runs to the end.
        thread::spawn(move || {
            Runtime::new().unwrap().block_on(async {
                let db = connect(url, schema).await;
                sender.send((db, Handle::current())).unwrap();
                std::future::pending::<()>().await;
            });
        });
        let (db, runtime) = receiver.recv().unwrap();
        let identity = Identity::new(&tokens, &db, &Revocations::in_process(), audit).unwrap();
        let stored = db.clone();
        let served = Served::start(move || blog::app(identity.clone(), stored.clone()));
        Self { served, tokens, db, runtime }
    }

    /// Where it listens, for requests of any shape.
    pub fn address(&self) -> SocketAddr {
        self.served.address()
    }

    /// A token of the demo's.
    pub fn token(&self, user: &DemoUser) -> String {
        self.tokens.sign(user).unwrap()
    }

    /// Does something with the database behind the app's back.
    pub fn with_db<T: Send + 'static, F>(&self, job: impl FnOnce(Db) -> F) -> T
    where
        F: Future<Output = T> + Send + 'static,
    {
        let (sender, receiver) = channel();
        let job = job(self.db.clone());
        self.runtime.spawn(async move { sender.send(job.await) });
        receiver.recv().unwrap()
    }

    pub fn ask(&self, method: &str, path: &str, body: &str, caller: Caller) -> Reply {
        self.send(method, path, "application/json", body, caller)
    }

    /// The same with a body of any type.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: &str,
        caller: Caller,
    ) -> Reply {
        let authorization = caller.map_or(String::new(), |user| {
            format!("Authorization: Bearer {}\r\n", self.token(&user))
        });
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: blog.example\r\n{authorization}\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        send_raw(self.served.address(), request.as_bytes(), Duration::from_secs(20))
            .unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }
}

async fn connect(url: Option<String>, schema: &'static str) -> Db {
    let db = match url {
        Some(url) => Db::postgres(&url, schema, true).await.unwrap(),
        None => Db::in_memory().await.unwrap(),
    };
    blog::seed(&db).await.unwrap();
    db
}

/// The caller with this name; `nobody` has no token.
pub fn caller(name: &str) -> Option<Caller> {
    let users = [
        DemoUser::ADA,
        DemoUser::BOB,
        DemoUser::EVE,
        DemoUser::IDA,
        DemoUser::MAX,
        DemoUser::GUS,
        DemoUser::PIA,
        DemoUser::SAM,
    ];
    match users.into_iter().find(|user| user.name == name) {
        None if name == "nobody" => Some(None),
        None => None,
        user => Some(user),
    }
}
