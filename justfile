# Formatting, lints, docs
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features

# Every test that needs no service
test:
    cargo test --workspace

# Accept what the compiler says now, expansions, policy locks; then read the difference
bless:
    TRYBUILD=overwrite cargo test -p portcullis-tests --test ui
    PORTCULLIS_BLESS=1 cargo test -p portcullis-macros
    PORTCULLIS_BLESS=1 cargo test -p blog --test policy_lock
    PORTCULLIS_BLESS=1 cargo test -p quickstart
    git diff --stat

# The policy page in Chromium, its screenshots in target/artifacts (needs node and chromium)
browser:
    cd tests/browser && npm ci
    cargo test -p portcullis-tests --test browser -- --nocapture

# What a guard, a safe DTO and a token cost, in instructions first (needs valgrind)
bench:
    cargo run --release --quiet --manifest-path lab/bench/Cargo.toml --bin guards
    cargo run --release --quiet --manifest-path lab/bench/Cargo.toml --bin fields
    cargo run --release --quiet --manifest-path lab/bench/Cargo.toml --bin tokens

# Refresh rotations a second on PostgreSQL (needs PORTCULLIS_POSTGRES_URL)
rotation:
    cargo run --release --quiet --manifest-path lab/bench/Cargo.toml --features postgres --bin rotation

# Any bytes as the body of a change, for a minute (needs nightly and cargo-fuzz)
fuzz:
    cd lab && cargo +nightly fuzz run --fuzz-dir fuzz changes -- -max_total_time=60

# Licences, advisories and bans (needs cargo-deny)
deny:
    cargo deny check
