//! Configurations that cannot be used, and how one describes itself.

use std::time::Duration;

use portcullis::authn::Authenticator as _;
use portcullis::authn::api_key::{ApiKeys, ApiKeysBuilder, ConfigError};
use portcullis::store::Environment;

use crate::Permission;
use crate::world::{People, days};

fn keys() -> ApiKeysBuilder<Permission> {
    ApiKeys::builder("acme", Environment::Live, People::default())
}

#[test]
fn wrong_configurations_are_refused() {
    let hours = Duration::from_hours;
    let rows = [
        (keys().header("Authorization"), ConfigError::Header("Authorization".to_owned())),
        (keys().header("cookie"), ConfigError::Header("cookie".to_owned())),
        (keys().header("X Key"), ConfigError::Header("X Key".to_owned())),
        (keys().header(""), ConfigError::Header(String::new())),
        (keys().at_most(0), ConfigError::NoKeys),
        (keys().max_lifetime(Duration::ZERO), ConfigError::MaxLifetime(Duration::ZERO)),
        (keys().max_lifetime(days(4000)), ConfigError::MaxLifetime(days(4000))),
        (keys().store_timeout(Duration::ZERO), ConfigError::NoTimeForTheStore),
        (keys().flush_every(Duration::ZERO), ConfigError::FlushEvery(Duration::ZERO)),
        (keys().flush_every(hours(2)), ConfigError::FlushEvery(hours(2))),
    ];
    for (builder, error) in rows {
        assert_eq!(builder.build().unwrap_err(), error);
    }
    for prefix in ["", "a", "Acme", "acme_live", "ac me", "1acme"] {
        let built = ApiKeys::<Permission>::builder(prefix, Environment::Live, People::default());
        assert_eq!(built.build().unwrap_err(), ConfigError::Prefix(prefix.to_owned()));
    }
}

#[test]
fn keys_describe_themselves() {
    let described = keys().build().unwrap().describe();
    assert_eq!(described.description, "API keys `acme_live_..` in `x-api-key`");
    assert!(described.escape_hatches.is_empty());
}
