//! Limits under a clock of ours, and what holds of them for every sequence of requests.

use super::recent::Recent;
use super::*;
use crate::store::Millis;
use proptest::prelude::*;
use std::net::IpAddr;
use std::time::Duration;

const NOW: Millis = 1_800_000_000_000;

fn rates() -> Rates<u32> {
    Rates::new(Rate::per_minute(3), 100)
}

#[test]
fn a_bucket_empties_and_refills() {
    let rates = rates();
    let told: Vec<_> = (0..4).map(|_| rates.take(&1, NOW)).collect();
    assert_eq!(told[0], Standing { retry_after: None, limit: 3, remaining: 2, reset: 20 });
    assert_eq!(told[2], Standing { retry_after: None, limit: 3, remaining: 0, reset: 60 });
    assert_eq!(told[3], Standing { retry_after: Some(20), limit: 3, remaining: 0, reset: 60 });
    assert!(!rates.take(&1, NOW + 19_999).is_allowed());
    assert!(rates.take(&1, NOW + 20_000).is_allowed());
    assert!(!rates.take(&1, NOW + 20_001).is_allowed());
    assert!(rates.take(&2, NOW).is_allowed(), "callers do not share");
    assert_eq!(rates.take(&1, NOW + 3_600_000).remaining, 2);
}

#[test]
fn no_limit_is_none_and_a_clock_set_back_locks_nobody_out() {
    let free = Rates::new(Rate::per_minute(0), 10);
    assert!((0..1000).all(|_| free.take(&1, NOW).is_allowed()));
    let rates = rates();
    for _ in 0..3 {
        rates.take(&1, NOW);
    }
    assert_eq!(rates.take(&1, NOW - 86_400_000).retry_after, Some(20));
}

#[test]
fn a_refusal_tells_when_to_come_again() {
    let standing = Standing { retry_after: Some(7), limit: 20, remaining: 0, reset: 60 };
    let problem = standing.refusal("temp_token", "Too many attempts", NOW);
    let answer = axum::response::IntoResponse::into_response(problem);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(answer.status(), 429);
    assert_eq!((header("retry-after"), header("x-ratelimit-limit")), ("7".to_owned(), "20".to_owned()));
    assert_eq!((header("x-ratelimit-remaining"), header("x-ratelimit-reset")), ("0".to_owned(), "1800000060".to_owned()));
}

fn wait(lockouts: &Lockouts<u32>, now: Millis) -> Option<u64> {
    match lockouts.attempt(&1, now, || None::<()>) {
        Ok(_) => None,
        Err(standing) => standing.retry_after,
    }
}

#[test]
fn wrong_keys_wait_twice_as_long_each_time_and_are_locked_out() {
    let lockouts = Lockouts::new(Lockout { burst: 5, ..Lockout::default() }, 100);
    assert_eq!(wait(&lockouts, NOW), None);
    assert_eq!(wait(&lockouts, NOW), None, "the first is free");
    let mut now = NOW;
    for expected in [2, 4, 8] {
        assert_eq!(wait(&lockouts, now), Some(expected));
        assert_eq!(wait(&lockouts, now), Some(expected), "waiting is no try");
        now += Millis::try_from(expected).unwrap() * 1000;
        assert_eq!(wait(&lockouts, now), None);
    }
    assert_eq!(wait(&lockouts, now), Some(300), "the fifth locks out");
    assert_eq!(wait(&lockouts, now + 299_001), Some(1));
    now += 300_000;
    for expected in [0, 2, 4, 8] {
        assert_eq!(wait(&lockouts, now), None);
        now += expected * 1000;
    }
    assert_eq!(wait(&lockouts, now), None);
    assert_eq!(wait(&lockouts, now), Some(600), "the second time for twice as long");
}

#[test]
fn the_longest_waits_are_bounded() {
    let lockouts = Lockouts::new(Lockout { burst: 30, ..Lockout::default() }, 100);
    let (mut now, mut longest) = (NOW, 0);
    assert_eq!(wait(&lockouts, now), None, "the first is free");
    for _ in 0..28 {
        assert_eq!(wait(&lockouts, now), None);
        longest = wait(&lockouts, now).unwrap();
        now += Millis::try_from(longest).unwrap() * 1000;
    }
    assert_eq!(longest, 60);
    let locking = Lockouts::new(Lockout { burst: 1, ..Lockout::default() }, 100);
    for _ in 0..100 {
        assert_eq!(wait(&locking, now), None);
        longest = wait(&locking, now).unwrap();
        now += Millis::try_from(longest).unwrap() * 1000;
    }
    assert_eq!(longest, 3600);
    assert_eq!(wait(&locking, now), None);
    assert_eq!(wait(&locking, NOW), Some(3600), "a clock set back by days");
}

#[test]
fn a_right_key_and_time_forget() {
    let lockouts = Lockouts::new(Lockout::default(), 100);
    for _ in 0..2 {
        wait(&lockouts, NOW);
    }
    assert!(lockouts.attempt(&1, NOW, || Some(())).is_err(), "waiting, even a right key is not tried");
    assert!(lockouts.attempt(&2, NOW, || Some(())).unwrap().is_some());
    assert!(lockouts.attempt(&1, NOW + 2000, || Some(())).unwrap().is_some());
    assert_eq!((wait(&lockouts, NOW + 2000), wait(&lockouts, NOW + 2000)), (None, None));
    assert_eq!(wait(&lockouts, NOW + 2000 + 903_000), None);
    assert_eq!(wait(&lockouts, NOW + 2000 + 903_000), None, "long ago");
}

#[test]
fn callers_are_addresses_or_networks() {
    let of = |text: &str| Caller::from(text.parse::<IpAddr>().unwrap());
    assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
    assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_eq!(
        (of("192.0.2.1").to_string(), of("2001:db8:1:2::1").to_string()),
        ("192.0.2.1".into(), "2001:db8:1:2::/64".into())
    );
}

#[test]
fn many_callers_take_no_more_memory_and_the_active_one_stays_known() {
    let mut recent: Recent<u32, u32> = Recent::new(100);
    for stranger in 1..10_000 {
        *recent.of(&0) += 1;
        *recent.of(&stranger) += 1;
        assert!(recent.len() <= 100);
    }
    assert_eq!((*recent.of(&0), *recent.of(&1)), (9_999, 0));
}

proptest! {
    /// However requests come, the burst passes and what refilled, and nothing more.
    #[test]
    fn never_more_than_the_burst_and_what_refills(limit in 1_u32..20, gaps in prop::collection::vec(0_i64..30_000, 1..300)) {
        let rate = Rate { requests: limit, period: Duration::from_secs(60) };
        let rates = Rates::new(rate, 10);
        let (mut now, mut allowed) = (NOW, 0_i64);
        for gap in gaps {
            now += gap;
            let standing = rates.take(&1, now);
            allowed += i64::from(standing.is_allowed());
            prop_assert!(standing.remaining < limit && standing.reset <= 60);
            if let Some(seconds) = standing.retry_after {
                prop_assert!((1..=60).contains(&seconds));
            }
            // Intervals are cut to whole milliseconds.
            let interval = (60_000 / i64::from(limit)).max(1);
            prop_assert!(allowed <= i64::from(limit) + (now - NOW) / interval);
        }
    }

    /// Whoever comes when he was told is let in.
    #[test]
    fn the_time_told_is_the_time(limit in 1_u32..50, gaps in prop::collection::vec(0_i64..5_000, 1..100)) {
        let rates = Rates::new(Rate::per_minute(limit), 10);
        let mut now = NOW;
        for gap in gaps {
            now += gap;
            if let Some(seconds) = rates.take(&1, now).retry_after {
                now += i64::try_from(seconds).unwrap() * 1000;
                prop_assert!(rates.take(&1, now).is_allowed());
            }
        }
    }

    #[test]
    fn no_time_is_too_odd(times in prop::collection::vec(any::<i64>(), 1..50), burst in 0_u32..5) {
        let lockouts = Lockouts::new(Lockout { burst, ..Lockout::default() }, 10);
        let rates = Rates::new(Rate { requests: u32::MAX, period: Duration::MAX }, 10);
        for now in times {
            if let Err(standing) = lockouts.attempt(&1, now, || None::<()>) {
                prop_assert!(standing.retry_after.unwrap() <= 3600);
            }
            rates.take(&1, now);
        }
    }
}
