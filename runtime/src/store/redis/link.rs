//! `Link`: the connection to the server, which is replaced when it is lost.
//!
//! The manager of the crate `redis` gives up when a server answers a new connection with an error
//! that is none of the network, for example while it loads its data; this one never does. It lives in
//! a thread of its own, so that it depends on no worker.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use ::redis::aio::MultiplexedConnection;
use ::redis::io::tcp::TcpSettings;
use ::redis::{
    AsyncConnectionConfig, Client, ErrorKind, IntoConnectionInfo as _, RedisError, RedisResult,
    ServerErrorKind,
};
use futures_util::future::{Either, select};
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::NAME;
use super::server::Server;
use crate::background::Background;
use crate::store::StoreError;

/// Between attempts to connect.
const RETRY: Duration = Duration::from_millis(250);

/// How often the server is asked whether it is there and is still what it must be.
const PROBE: Duration = Duration::from_secs(1);

pub(super) struct Link {
    state: watch::Receiver<State>,
    lost: mpsc::Sender<u64>,
    deadline: Duration,
    _keeper: Background,
}

#[derive(Clone)]
enum State {
    /// The first attempt to connect, or to connect again, is under way.
    Connecting,
    /// There is a connection; each has a number.
    Up(MultiplexedConnection, u64),
    /// An attempt failed. Others follow.
    Down(StoreError),
}

/// A client for the server at `url`.
pub(super) fn client(url: &str) -> Result<Client, StoreError> {
    let info = url.into_connection_info().map_err(|error| failed(&error))?;
    let tcp = TcpSettings::default().set_nodelay(true);
    Client::open(info.set_tcp_settings(tcp)).map_err(|error| failed(&error))
}

impl Link {
    /// Begins to connect.
    pub(super) fn open(client: Client, deadline: Duration) -> Result<Self, StoreError> {
        let (report, state) = watch::channel(State::Connecting);
        let (lost, losses) = mpsc::channel(16);
        let keeper = Background::start("portcullis-redis", move || {
            Keeper { client, deadline, report, losses }.keep()
        });
        let keeper = keeper.map_err(|error| StoreError::new(NAME, error.to_string()))?;
        Ok(Self { state, lost, deadline, _keeper: keeper })
    }

    /// Waits for the outcome of the first attempt.
    pub(super) async fn ready(&self) -> Result<(), StoreError> {
        self.connection().await.map(|_| ())
    }

    /// Asks the server, within the deadline.
    pub(super) async fn ask<T, F>(&self, question: F) -> Result<T, StoreError>
    where
        F: AsyncFnOnce(MultiplexedConnection) -> RedisResult<T>,
    {
        let mut used = None;
        let asked = async {
            let (connection, number) = self.connection().await?;
            used = Some(number);
            Ok(question(connection).await)
        };
        let outcome = timeout(self.deadline, asked).await;
        match outcome {
            Ok(Ok(Ok(answer))) => Ok(answer),
            Ok(Ok(Err(error))) => {
                if is_lost(&error) {
                    self.report_loss(used);
                }
                Err(failed(&error))
            }
            Ok(Err(unconnected)) => Err(unconnected),
            Err(_) => {
                self.report_loss(used);
                Err(StoreError::new(NAME, "no answer within the deadline"))
            }
        }
    }

    /// The present connection, once the first attempt to connect has an outcome.
    async fn connection(&self) -> Result<(MultiplexedConnection, u64), StoreError> {
        let mut state = self.state.clone();
        let state = state.wait_for(|state| !matches!(state, State::Connecting)).await;
        match state.as_deref() {
            Ok(State::Up(connection, number)) => Ok((connection.clone(), *number)),
            Ok(State::Down(error)) => Err(error.clone()),
            Ok(State::Connecting) | Err(_) => Err(StoreError::new(NAME, "no connection")),
        }
    }

    /// A full channel already holds the report that counts.
    fn report_loss(&self, number: Option<u64>) {
        if let Some(number) = number {
            self.lost.try_send(number).ok();
        }
    }
}

struct Keeper {
    client: Client,
    deadline: Duration,
    report: watch::Sender<State>,
    losses: mpsc::Receiver<u64>,
}

impl Keeper {
    async fn keep(mut self) {
        let mut number = 0_u64;
        loop {
            let connection = self.connect_at_last().await;
            number = number.saturating_add(1);
            self.report.send_replace(State::Up(connection.clone(), number));
            self.lose(connection, number).await;
            self.report.send_replace(State::Connecting);
        }
    }

    /// Tries until it succeeds.
    async fn connect_at_last(&self) -> MultiplexedConnection {
        let mut is_down = false;
        loop {
            let error = match self.connect().await {
                Ok(connection) => {
                    if is_down {
                        tracing::info!("Redis answers again");
                    }
                    return connection;
                }
                Err(error) => error,
            };
            if !is_down {
                tracing::error!(%error, "no connection");
            }
            is_down = true;
            self.report.send_replace(State::Down(error));
            sleep(RETRY).await;
        }
    }

    async fn connect(&self) -> Result<MultiplexedConnection, StoreError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.deadline))
            .set_response_timeout(None);
        let connecting = async {
            let mut connection =
                self.client.get_multiplexed_async_connection_with_config(&config).await?;
            let server = Server::at(&mut connection).await?;
            Ok((connection, server))
        };
        let limit = self.deadline.saturating_mul(2);
        let connected: RedisResult<_> = timeout(limit, connecting)
            .await
            .map_err(|_| StoreError::new(NAME, "no answer to a new connection"))?;
        let (connection, server) = connected.map_err(|error| failed(&error))?;
        server.check()?;
        if server.is_forgetful() {
            tracing::warn!("Redis forgets what was revoked when it restarts: set `appendonly yes`");
        }
        Ok(connection)
    }

    /// Returns when the connection with this number is of no use any more.
    async fn lose(&mut self, mut connection: MultiplexedConnection, number: u64) {
        let mut probes = interval(PROBE);
        probes.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let lost = pin!(self.losses.recv());
            let due = pin!(probes.tick());
            match select(lost, due).await {
                Either::Left((Some(lost), _)) if lost == number => return,
                Either::Left((Some(_), _)) => {}
                // Nobody asks any more; the thread is about to be stopped.
                Either::Left((None, due)) => drop(due.await),
                Either::Right(_) => {
                    let server = timeout(self.deadline, Server::at(&mut connection)).await;
                    if !server.is_ok_and(|server| server.is_ok_and(|server| server.check().is_ok()))
                    {
                        return;
                    }
                }
            }
        }
    }
}

/// Whether another connection may do better: this one is broken, or its server is no primary any more.
fn is_lost(error: &RedisError) -> bool {
    let is_elsewhere = matches!(
        error.kind(),
        ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown)
    );
    error.is_io_error() || error.is_unrecoverable_error() || is_elsewhere
}

/// Only the kind of an error of the server, whose words may repeat what it was given.
fn failed(error: &RedisError) -> StoreError {
    let cause: Cow<'static, str> = match (error.is_io_error(), error.code()) {
        (true, _) => Cow::Owned(error.to_string()),
        (false, Some(code)) => Cow::Owned(format!("the server answered `{code}`")),
        (false, None) => Cow::Owned(error.category().to_owned()),
    };
    StoreError::new(NAME, cause)
}
