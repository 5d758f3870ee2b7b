//! The orders against the real package managers, and the laws of an order.
//!
//! `testdata/NAME.tsv` is what the real tool said of real and of made pairs; `testdata/make.py` asked it.

use crate::{Order, orders};
use proptest::prelude::*;
use std::cmp::Ordering;

fn disagreements(order: Order, pairs: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in pairs.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [a, wanted, b] = parts[..] else { panic!("a line without three parts: {line}") };
        let ours = if !order.is_valid(a) || !order.is_valid(b) {
            "!"
        } else {
            match order.compare(a, b) {
                Ordering::Less => "<",
                Ordering::Equal => "=",
                Ordering::Greater => ">",
            }
        };
        // Some orders say in their heads that they read more than the real tool; what it refuses has no order to agree with.
        let is_lenient = wanted == "!" && (order.id == "semver" || order.id == "go" || (order.id == "apk" && line.contains('~')));
        if ours != wanted && !is_lenient {
            wrong.push(format!("{a} {wanted} {b}, ours {ours}"));
        }
    }
    wrong
}

fn assert_agreement(order: Order, pairs: &str) {
    assert!(pairs.lines().count() > 2000);
    let wrong = disagreements(order, pairs);
    assert!(wrong.is_empty(), "{}: {} disagreements:\n{}", order.id, wrong.len(), wrong[..wrong.len().min(25)].join("\n"));
}

#[test]
fn dpkg_agrees_with_dpkg() {
    assert_agreement(crate::DPKG, include_str!("../../testdata/dpkg.tsv"));
}

#[test]
fn apk_agrees_with_apk_tools() {
    assert_agreement(crate::APK, include_str!("../../testdata/apk.tsv"));
}

#[test]
fn semver_agrees_with_node() {
    assert_agreement(crate::SEMVER, include_str!("../../testdata/semver.tsv"));
}

#[test]
fn pep440_agrees_with_packaging() {
    assert_agreement(crate::PEP440, include_str!("../../testdata/pep440.tsv"));
}

#[test]
fn go_agrees_with_x_mod() {
    assert_agreement(crate::GO, include_str!("../../testdata/go.tsv"));
}

#[test]
fn alpm_agrees_with_pacman() {
    assert_agreement(crate::ALPM, include_str!("../../testdata/alpm.tsv"));
}

#[test]
fn portage_agrees_with_portage() {
    assert_agreement(crate::PORTAGE, include_str!("../../testdata/portage.tsv"));
}

#[test]
fn opam_agrees_with_opam() {
    assert_agreement(crate::OPAM, include_str!("../../testdata/opam.tsv"));
}

#[test]
fn rpm_agrees_with_rpm() {
    assert_agreement(crate::RPM, include_str!("../../testdata/rpm.tsv"));
}

#[test]
fn rubygems_agrees_with_ruby() {
    assert_agreement(crate::RUBYGEMS, include_str!("../../testdata/rubygems.tsv"));
}

#[test]
fn maven_agrees_with_maven() {
    assert_agreement(crate::MAVEN, include_str!("../../testdata/maven.tsv"));
}

#[test]
fn composer_agrees_with_composer() {
    assert_agreement(crate::COMPOSER, include_str!("../../testdata/composer.tsv"));
}

#[test]
fn nuget_agrees_with_its_documentation() {
    assert_agreement(crate::NUGET, include_str!("../../testdata/nuget.tsv"));
}

#[test]
fn pub_agrees_with_its_rules() {
    assert_agreement(crate::PUB, include_str!("../../testdata/pub.tsv"));
}

#[test]
fn conan_agrees_with_conan() {
    assert_agreement(crate::CONAN, include_str!("../../testdata/conan.tsv"));
}

#[test]
fn hackage_agrees_with_cabal() {
    assert_agreement(crate::HACKAGE, include_str!("../../testdata/hackage.tsv"));
}

#[test]
fn cran_agrees_with_r() {
    assert_agreement(crate::CRAN, include_str!("../../testdata/cran.tsv"));
}

#[test]
fn julia_agrees_with_its_rules() {
    assert_agreement(crate::JULIA, include_str!("../../testdata/julia.tsv"));
}

#[test]
fn gos_own_releases_are_read_in_both_spellings() {
    let order = crate::GO;
    assert_eq!(order.compare("go1.21rc2", "1.21.0-rc.2"), Ordering::Equal);
    assert_eq!(order.compare("v1.21.3", "1.21.4"), Ordering::Less);
    assert_eq!(order.compare("go1.22", "1.22.0"), Ordering::Equal);
}

#[test]
fn mavens_circle_is_mavens() {
    let order = crate::MAVEN;
    let circle = [("v0", "0rc"), ("0rc", "0"), ("0", "v0")];
    for (less, more) in circle {
        assert_eq!(order.compare(less, more), Ordering::Less, "{less} {more}, as ComparableVersion of Maven 3.9 says");
    }
}

fn version_like() -> impl Strategy<Value = String> {
    "[v=]?[0-9]{1,3}([.~+_:!-]?([0-9]{1,3}|a|b|rc|alpha|dev|post|p|r|final|sp|x)){0,5}"
}

fn assert_lawful(a: &str, b: &str, c: &str) -> Result<(), TestCaseError> {
    for order in orders() {
        prop_assert_eq!(order.compare(a, a), Ordering::Equal, "{}", order.id);
        prop_assert_eq!(order.compare(a, b), order.compare(b, a).reverse(), "{}: {} {}", order.id, a, b);
        // Maven's own is not transitive among versions that begin with a word.
        if order.id == crate::MAVEN.id {
            continue;
        }
        let mut sorted = [a, b, c];
        sorted.sort_by(|x, y| order.compare(x, y));
        prop_assert_ne!(order.compare(sorted[0], sorted[2]), Ordering::Greater, "{}: {:?}", order.id, sorted);
    }
    Ok(())
}

proptest! {
    #[test]
    fn orders_are_total_on_versions(a in version_like(), b in version_like(), c in version_like()) {
        assert_lawful(&a, &b, &c)?;
    }

    #[test]
    fn orders_are_total_on_any_text(a: String, b: String, c in ".{0,12}") {
        assert_lawful(&a, &b, &c)?;
    }
}
