//! Random names and secrets, from the operating system.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;

use crate::outage::Outage;

/// A secret of 256 random bits, as 43 characters of base64url.
pub(crate) fn secret() -> Result<SecretString, Outage> {
    text::<32>().map(SecretString::from)
}

/// A name that nobody else has, of 128 random bits, as 22 characters of base64url. No secret.
pub(crate) fn name() -> Result<String, Outage> {
    text::<16>()
}

fn text<const N: usize>() -> Result<String, Outage> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Outage::of("the source of randomness"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
