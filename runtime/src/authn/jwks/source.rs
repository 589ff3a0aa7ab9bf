//! `Source`: where the document with the keys is.

use core::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use http::StatusCode;

use super::{JwksError, freshness};
use crate::egress::Egress;

/// The longest file, as long as what is fetched unless configured.
const LONGEST_FILE: u64 = 256 * 1024;

/// A disk of the network can hang.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Clone, Debug)]
pub(super) enum Source {
    Url(String, Egress),
    File(PathBuf),
}

/// A document that was read.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) text: Vec<u8>,
    pub(super) fresh_for: Option<Duration>,
}

impl Source {
    pub(super) async fn read(self, now: SystemTime) -> Result<Document, JwksError> {
        match self {
            Self::Url(url, egress) => fetch(&url, &egress, now).await,
            Self::File(path) => {
                let reading = tokio::task::spawn_blocking(move || read_file(&path));
                match tokio::time::timeout(PATIENCE, reading).await {
                    Ok(Ok(text)) => Ok(Document { text: text?, fresh_for: None }),
                    Ok(Err(_)) => Err(JwksError::Panicked),
                    Err(_) => Err(JwksError::File(io::ErrorKind::TimedOut)),
                }
            }
        }
    }
}

async fn fetch(url: &str, egress: &Egress, now: SystemTime) -> Result<Document, JwksError> {
    let answer = egress.get(url).await.map_err(JwksError::Fetch)?;
    if answer.status() != StatusCode::OK {
        return Err(JwksError::Status(answer.status().as_u16()));
    }
    let fresh_for = freshness::of(answer.headers(), now);
    Ok(Document { text: answer.into_body(), fresh_for })
}

fn read_file(path: &Path) -> Result<Vec<u8>, JwksError> {
    let failed = |error: io::Error| JwksError::File(error.kind());
    // Opening a pipe would wait for a writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(JwksError::File(io::ErrorKind::InvalidInput));
    }
    let mut text = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(LONGEST_FILE + 1).read_to_end(&mut text).map_err(failed)?;
    if text.len() as u64 > LONGEST_FILE {
        return Err(JwksError::FileTooLong(LONGEST_FILE));
    }
    Ok(text)
}

/// Without the query, which may hold a secret.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url, _) => f.write_str(url.split(['?', '#']).next().unwrap_or_default()),
            Self::File(path) => path.display().fmt(f),
        }
    }
}
