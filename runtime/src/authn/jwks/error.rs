//! `JwksError`: why there are no keys.

use std::io;
use std::time::Duration;

use super::JwkSetError;
use crate::egress::EgressError;

/// Why keys could not be fetched, or a configuration is wrong. It holds nothing that was fetched but
/// words about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JwksError {
    /// The address cannot be called, or did not answer.
    #[error("{0}")]
    Fetch(EgressError),
    /// Any other status than 200.
    #[error("answered with status {0}")]
    Status(u16),
    /// The file is missing, cannot be read or is no file.
    #[error("the file cannot be read: {0}")]
    File(io::ErrorKind),
    /// The file is longer than 256 KiB.
    #[error("the file is longer than {0} bytes")]
    FileTooLong(u64),
    /// What was fetched is no usable set.
    #[error("{0}")]
    Set(JwkSetError),
    /// What read the set ended in a panic.
    #[error("the set could not be looked at")]
    Panicked,
    /// No key came in the time that [`wait`](super::JwksBuilder::wait) was given.
    #[error("no keys within {limit:?}{}", because(cause.as_deref()))]
    NotInTime {
        /// The time.
        limit: Duration,
        /// Why the last attempt failed, if one ended.
        cause: Option<Box<JwksError>>,
    },
    /// Symmetric algorithms, or none, were named: whoever can fetch a secret can sign with it.
    #[error(
        "the accepted algorithms are none or have a symmetric one, expected for example `RS256`"
    )]
    Algorithms,
    /// A time that is zero, or a least one that is longer than the most.
    #[error("the times of {0} are zero or in the wrong order")]
    Times(&'static str),
    /// There is no thread to be had.
    #[error("no thread can be started: {0}")]
    Setup(io::ErrorKind),
}

fn because(cause: Option<&JwksError>) -> String {
    cause.map(|cause| format!(": {cause}")).unwrap_or_default()
}
