//! `Background`: work that goes on between requests, in a thread of its own.

use std::future::Future;
use std::io;

use tokio::sync::oneshot;

/// Work that ends when this is dropped.
///
/// It has a thread and a runtime of its own, so that it neither waits for a worker that is busy nor
/// ends with the worker that happened to start it.
#[derive(Debug)]
pub(crate) struct Background {
    /// Closed when it is dropped, which is what the thread waits for.
    _stop: oneshot::Sender<()>,
}

impl Background {
    /// Starts `work` in a thread called `name`.
    pub(crate) fn start<F: Future<Output = ()>>(
        name: &'static str,
        work: impl FnOnce() -> F + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_with_an_end(name, |stopped| async move {
            let work = std::pin::pin!(work());
            futures_util::future::select(work, stopped).await;
        })
    }

    /// Starts `work` in a thread called `name`. It is told when this is dropped, which does not wait
    /// for it, and then comes to an end by itself.
    pub(crate) fn start_with_an_end<F: Future<Output = ()>>(
        name: &'static str,
        work: impl FnOnce(oneshot::Receiver<()>) -> F + Send + 'static,
    ) -> io::Result<Self> {
        let (stop, stopped) = oneshot::channel::<()>();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            runtime.block_on(work(stopped));
            // A look-up of a name that hangs must not keep the thread.
            runtime.shutdown_background();
        })?;
        Ok(Self { _stop: stop })
    }
}
