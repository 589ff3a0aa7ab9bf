//! The throttle: who is slowed down, who is not, and what it costs to remember.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime};

use portcullis::Problem;
use portcullis::authn::password::{
    Attempt, LoginThrottle, LoginThrottleBuilder, LoginThrottleError, Pace,
};
use portcullis::testing::ManualClock;

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

fn place(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + number))
}

struct Scene {
    clock: ManualClock,
    throttle: LoginThrottle,
}

impl Scene {
    fn new(change: fn(LoginThrottleBuilder) -> LoginThrottleBuilder) -> Self {
        let clock = ManualClock::at(SystemTime::now());
        let builder = LoginThrottle::builder().clock(clock.clone());
        Self { throttle: change(builder).build().unwrap(), clock }
    }

    /// How long to wait; `None` where the attempt may be made, which then fails.
    fn attempt(&self, account: &str, address: IpAddr) -> Option<Duration> {
        self.outcome(&Attempt::new(account, address))
    }

    fn outcome(&self, attempt: &Attempt<'_>) -> Option<Duration> {
        match self.throttle.admit(attempt) {
            Ok(admitted) => {
                admitted.failed(None);
                None
            }
            Err(Problem::TooManyRequests { retry_after }) => Some(retry_after),
            Err(problem) => panic!("{problem:?}"),
        }
    }

    /// How many of `count` attempts may be made.
    fn admitted(&self, count: u32, attempt: impl Fn(u32) -> (String, IpAddr)) -> usize {
        (0..count)
            .filter(|number| {
                let (account, address) = attempt(*number);
                self.attempt(&account, address).is_none()
            })
            .count()
    }
}

fn unchanged(builder: LoginThrottleBuilder) -> LoginThrottleBuilder {
    builder
}

#[test]
fn one_account_from_one_place() {
    let scene = Scene::new(unchanged);
    assert_eq!(scene.admitted(40, |_| ("ann".to_owned(), HOME)), 10);
    let wait = scene.attempt("ann", HOME).unwrap();
    assert_eq!(wait, Duration::from_secs(30));
    scene.clock.advance(Duration::from_millis(29_999));
    assert!(scene.attempt("ann", HOME).is_some());
    scene.clock.advance(Duration::from_millis(1));
    assert!(scene.attempt("ann", HOME).is_none(), "at the edge there is one more");
    assert!(scene.attempt("ann", HOME).is_some(), "and only one");
}

#[test]
fn many_accounts_from_one_place() {
    let scene = Scene::new(unchanged);
    assert_eq!(scene.admitted(200, |number| (format!("user-{number}"), HOME)), 50);
    assert!(scene.attempt("ann", place(1)).is_none(), "another place is another matter");
}

/// Whoever attacks an account from many places is slowed down, and its owner is not locked out.
#[test]
fn one_account_from_many_places_and_its_owner() {
    let scene = Scene::new(unchanged);
    scene.throttle.admit(&Attempt::new("ann", HOME)).unwrap().succeeded("1");
    assert_eq!(scene.admitted(1000, |number| ("ann".to_owned(), place(number))), 99);
    for _ in 0..5 {
        assert!(scene.attempt("ann", HOME).is_none(), "the place where she has been before");
    }
    let elsewhere = Attempt::new("ann", place(5000));
    assert!(scene.outcome(&elsewhere).is_some(), "a new place has to wait");
    assert!(scene.outcome(&elsewhere.known_device(true)).is_none(), "unless the device is known");
    assert!(scene.attempt("bob", place(6000)).is_none(), "other accounts are not concerned");
    // To be known does not open the other limits.
    assert_eq!(scene.admitted(40, |_| ("ann".to_owned(), HOME)), 4);
}

/// What is refused for its place does not use up what the account has left.
#[test]
fn one_place_cannot_use_up_an_account() {
    let scene = Scene::new(unchanged);
    scene.admitted(5000, |_| ("ann".to_owned(), HOME));
    let others = scene.admitted(200, |number| ("ann".to_owned(), place(number)));
    assert_eq!(others, 90, "ten of the hundred were tried from one place");
}

#[test]
fn an_ipv6_network_is_one_place_and_a_mapped_address_is_ipv4() {
    let scene = Scene::new(unchanged);
    let inside = |number: u32| {
        IpAddr::V6(Ipv6Addr::from_bits((0x2001_0db8_u128 << 96) + u128::from(number)))
    };
    assert_eq!(scene.admitted(40, |number| ("ann".to_owned(), inside(number))), 10);
    let mapped = IpAddr::V6(Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped());
    let either =
        |number: u32| ("bob".to_owned(), if number.is_multiple_of(2) { HOME } else { mapped });
    assert_eq!(scene.admitted(40, either), 10);
}

#[test]
fn memory_is_bounded_and_known_places_pass_when_it_is_full() {
    let scene = Scene::new(|builder| builder.most_keys(100));
    scene.throttle.admit(&Attempt::new("ann", HOME)).unwrap().succeeded("1");
    let admitted = scene.admitted(10_000, |number| (format!("user-{number}"), place(number)));
    assert_eq!(admitted, 99, "a hundred keys with ann's own");
    assert!(scene.attempt("ann", HOME).is_none());
    // Everything is forgotten once it is as if it had never been.
    scene.clock.advance(Duration::from_hours(1));
    assert!(scene.attempt("zoe", place(20_000)).is_none());
}

#[test]
fn what_would_be_no_limit_is_not_built() {
    let zero = Pace::new(10, Duration::ZERO);
    let build = |builder: LoginThrottleBuilder| builder.build().err();
    let builder = LoginThrottle::builder;
    assert_eq!(build(builder().address(zero)), Some(LoginThrottleError::NoPeriod));
    assert_eq!(build(builder().account(zero)), Some(LoginThrottleError::NoPeriod));
    assert_eq!(build(builder().account_and_address(zero)), Some(LoginThrottleError::NoPeriod));
    assert_eq!(build(builder().most_keys(0)), Some(LoginThrottleError::NoKeys));
}
