//! What a server must be before anything is kept there.

use ::redis::aio::MultiplexedConnection;
use ::redis::{RedisResult, cmd};

use super::NAME;
use crate::store::StoreError;

/// What a server says about itself (`INFO`).
pub(super) struct Server {
    info: String,
}

impl Server {
    pub(super) async fn at(connection: &mut MultiplexedConnection) -> RedisResult<Self> {
        Ok(Self { info: cmd("INFO").query_async(connection).await? })
    }

    /// Whether it keeps what it is given, and knows what was recorded last.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let refused = |cause: String| Err(StoreError::new(NAME, cause));
        match self.says("role") {
            Some("master") => {}
            role => return refused(format!("the role of the server is {role:?}, not `master`")),
        }
        match self.says("maxmemory_policy") {
            Some("noeviction") => {}
            policy => {
                return refused(format!(
                    "`maxmemory-policy` is {policy:?}, so that a revocation may be evicted: set \
                     `noeviction`"
                ));
            }
        }
        Ok(())
    }

    /// Whether it forgets everything when it restarts.
    pub(super) fn is_forgetful(&self) -> bool {
        self.says("aof_enabled") != Some("1")
    }

    fn says(&self, name: &str) -> Option<&str> {
        self.info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    use super::Server;

    fn refusal(info: &str) -> Option<String> {
        Server { info: info.to_owned() }.check().err().map(|error| error.cause().to_owned())
    }

    #[test]
    fn only_a_primary_that_evicts_nothing_will_do() {
        let good = "# Memory\r\nmaxmemory_policy:noeviction\r\nrole:master\r\naof_enabled:1\r\n";
        assert_eq!(refusal(good), None);

        for policy in ["allkeys-lru", "volatile-lru", "volatile-ttl", "noevictions", ""] {
            let bad = good.replace("noeviction", policy);
            assert!(refusal(&bad).is_some_and(|cause| cause.contains("maxmemory-policy")));
        }
        let replica = good.replace("role:master", "role:slave");
        assert!(refusal(&replica).is_some_and(|cause| cause.contains("role")));
        assert!(refusal("role:master\r\n").is_some(), "a server that does not say is refused");
        assert!(refusal("").is_some());
    }
}
