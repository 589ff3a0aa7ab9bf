//! `Resolver`: names to addresses, of which every one must be allowed.

use std::net::{SocketAddr, ToSocketAddrs as _};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::EgressError;
use super::address::is_public;

/// Asks the system. The connection is made to the addresses that were looked at, so that a name that
/// changes its mind in between (DNS rebinding) gains nothing.
#[derive(Debug)]
pub(super) struct Resolver {
    pub(super) private_addresses: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let private_addresses = self.private_addresses;
        Box::pin(async move {
            // The system's call blocks. Port 0 stands for the URL's.
            let look_up = move || (name.as_str(), 0).to_socket_addrs();
            let found =
                tokio::task::spawn_blocking(look_up).await.map_err(|_| EgressError::Stopped)?;
            let addresses: Vec<SocketAddr> = found.map_err(|_| EgressError::NoAddress)?.collect();
            check(&addresses, private_addresses)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// One address that is not public spoils the name: which one is connected to is not ours to say.
fn check(addresses: &[SocketAddr], private_addresses: bool) -> Result<(), EgressError> {
    if addresses.is_empty() {
        return Err(EgressError::NoAddress);
    }
    let allowed = |address: &SocketAddr| private_addresses || is_public(address.ip());
    addresses.iter().all(allowed).then_some(()).ok_or(EgressError::NotPublic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_private_address_among_public_ones_spoils_the_name() {
        let addresses = |texts: &[&str]| -> Vec<SocketAddr> {
            texts.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect()
        };
        for (texts, expected) in [
            (&["8.8.8.8", "2606:4700::1111"][..], Ok(())),
            (&["8.8.8.8", "127.0.0.1"], Err(EgressError::NotPublic)),
            (&["::1", "8.8.8.8"], Err(EgressError::NotPublic)),
            (&[], Err(EgressError::NoAddress)),
        ] {
            assert_eq!(check(&addresses(texts), false), expected, "{texts:?}");
        }
        assert_eq!(check(&addresses(&["127.0.0.1"]), true), Ok(()));
    }
}
