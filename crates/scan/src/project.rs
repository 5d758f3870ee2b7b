//! What the files of one project say together: manifests say what was asked for, lock files what came of it.
//!
//! A manifest speaks for the lock file in its own folder, or else in the nearest folder above (a workspace has one lock
//! file for many manifests). Packages of a lock file that says nothing of their relationship become direct or indirect by
//! it, and those that only developers' dependencies lead to become dev if it says that of
//! none.
//! An installed package that a lock file above it states, too, is told once, by the lock file.

use std::collections::{HashMap, HashSet};
use tidewaiter_inventory::{Declared, FileFacts, Setting, analyzers};
use tidewaiter_model::{Package, Relationship};

/// Completes the facts of lock files by those of manifests, and drops what is stated twice.
pub(crate) fn relate(files: &mut [FileFacts]) {
    let declared: Vec<(String, Vec<Declared>)> = files
        .iter_mut()
        .filter(|facts| !facts.declared.is_empty())
        .map(|facts| (folder(&facts.path).to_owned(), std::mem::take(&mut facts.declared)))
        .collect();
    let is_lock: HashSet<&str> = analyzers().iter().filter(|a| a.setting() != Setting::Anywhere).map(|a| a.id()).collect();
    let locks: Vec<usize> = (0..files.len())
        .filter(|&at| files.get(at).is_some_and(|f| is_lock.contains(f.analyzer.as_str()) && !f.packages.is_empty()))
        .collect();
    let mut spoken: HashMap<usize, Vec<&Declared>> = HashMap::new();
    for (folder, declared) in &declared {
        for declared in declared {
            let nearest = locks
                .iter()
                .filter(|&&at| files.get(at).is_some_and(|lock| speaks_for(folder, declared, lock)))
                .max_by_key(|&&at| files.get(at).map_or(0, |lock| lock.path.len() - name(&lock.path).len()));
            if let Some(&at) = nearest {
                spoken.entry(at).or_default().push(declared);
            }
        }
    }
    for at in locks {
        if let (Some(declared), Some(lock)) = (spoken.get(&at), files.get_mut(at)) {
            mark(&mut lock.packages, declared);
        }
    }
    drop_installed(files, &is_lock);
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_within(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn speaks_for(manifest: &str, declared: &Declared, lock: &FileFacts) -> bool {
    let of_type = |package: &Package| package.purl.as_ref().is_some_and(|purl| purl.kind == declared.purl_type);
    is_within(manifest, folder(&lock.path)) && lock.packages.iter().any(of_type)
}

/// Follows the dependencies from what was asked for.
fn mark(packages: &mut [Package], declared: &[&Declared]) {
    let is_told = |package: &Package| matches!(package.relationship, Relationship::Direct | Relationship::Indirect);
    let tells_relationships = packages.iter().any(is_told);
    let tells_dev = packages.iter().any(|package| package.dev);
    if tells_relationships && tells_dev {
        return;
    }
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, package) in packages.iter().enumerate() {
        by_name.entry(package.name.clone()).or_default().push(index);
        by_name.entry(package.id()).or_default().push(index);
    }
    let reached = |dev: bool| {
        let wanted = declared.iter().filter(|d| d.dev == dev).filter_map(|d| by_name.get(&d.name)).flatten().copied();
        let mut reached: HashSet<usize> = HashSet::new();
        let mut open: Vec<usize> = wanted.collect();
        while let Some(index) = open.pop() {
            if reached.insert(index) {
                let package = packages.get(index);
                let next = package.into_iter().flat_map(|p| &p.depends_on).filter_map(|name| by_name.get(name)).flatten();
                open.extend(next.copied());
            }
        }
        reached
    };
    let (run, develop) = (reached(false), reached(true));
    let direct: HashSet<&str> = declared.iter().map(|declared| declared.name.as_str()).collect();
    for (index, package) in packages.iter_mut().enumerate() {
        let is_direct = direct.contains(package.name.as_str());
        if !tells_relationships && package.relationship.is_unknown() {
            package.relationship = if is_direct { Relationship::Direct } else { Relationship::Indirect };
        }
        package.dev |= !tells_dev && develop.contains(&index) && !run.contains(&index);
    }
}

/// What is installed below a lock file that states the same is told by the lock file.
fn drop_installed(files: &mut [FileFacts], is_lock: &HashSet<&str>) {
    let key = |package: &Package| {
        let kind = package.purl.as_ref().map(|purl| purl.kind.to_string()).unwrap_or_default();
        (kind, package.name.to_ascii_lowercase(), package.version.clone())
    };
    let mut locked: HashMap<(String, String, String), Vec<String>> = HashMap::new();
    for lock in files.iter().filter(|facts| is_lock.contains(facts.analyzer.as_str())) {
        for package in &lock.packages {
            locked.entry(key(package)).or_default().push(folder(&lock.path).to_owned());
        }
    }
    if locked.is_empty() {
        return;
    }
    for facts in files.iter_mut().filter(|facts| !is_lock.contains(facts.analyzer.as_str())) {
        let path = facts.path.clone();
        let is_told = |package: &Package| {
            locked.get(&key(package)).is_some_and(|folders| folders.iter().any(|folder| is_within(&path, folder)))
        };
        facts.packages.retain(|package| !is_told(package));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::Purl;

    fn package(name: &str, depends_on: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            version: "1".to_owned(),
            depends_on: depends_on.iter().map(|&name| name.to_owned()).collect(),
            purl: Some(Purl::new("npm", "", name, "1")),
            ..Package::default()
        }
    }

    fn declared(name: &str, dev: bool) -> Declared {
        Declared { purl_type: "npm".into(), name: name.to_owned(), dev }
    }

    #[test]
    fn what_only_developers_need_is_told_so() {
        let mut packages =
            [package("a", &["shared@1"]), package("b", &["shared", "c"]), package("c", &[]), package("shared", &[])];
        mark(&mut packages, &[&declared("a", false), &declared("b", true)]);
        let told: Vec<(bool, Relationship)> = packages.iter().map(|p| (p.dev, p.relationship)).collect();
        let (direct, indirect) = (Relationship::Direct, Relationship::Indirect);
        assert_eq!(told, [(false, direct), (true, direct), (true, indirect), (false, indirect)]);
    }

    #[test]
    fn what_the_lock_file_says_itself_stays() {
        let (direct, indirect, workspace) = (Relationship::Direct, Relationship::Indirect, Relationship::Workspace);
        let mut packages = [package("a", &[]), package("b", &["c"]), package("c", &[])];
        packages[0].relationship = workspace;
        mark(&mut packages, &[&declared("a", false), &declared("b", true)]);
        let told = |packages: &[Package]| packages.iter().map(|p| (p.dev, p.relationship)).collect::<Vec<_>>();
        assert_eq!(told(&packages), [(false, workspace), (true, direct), (true, indirect)]);

        let mut packages = [package("a", &[]), package("b", &[]), package("c", &[])];
        packages[2].relationship = direct;
        mark(&mut packages, &[&declared("a", false), &declared("b", true)]);
        let unknown = Relationship::Unknown;
        assert_eq!(told(&packages), [(false, unknown), (true, unknown), (false, direct)]);
    }

    #[test]
    fn manifests_speak_for_the_nearest_lock_file_above() {
        let lock = FileFacts { packages: vec![package("a", &[])], ..FileFacts::new("app/yarn.lock", "yarn") };
        assert!(speaks_for("app", &declared("a", false), &lock));
        assert!(speaks_for("app/packages/x", &declared("a", false), &lock));
        assert!(!speaks_for("", &declared("a", false), &lock) && !speaks_for("apple", &declared("a", false), &lock));
        let of_cargo = Declared { purl_type: "cargo".into(), ..declared("a", false) };
        assert!(!speaks_for("app", &of_cargo, &lock));
    }

    #[test]
    fn what_a_lock_file_states_is_not_told_again_as_installed() {
        let installed = |path: &str| FileFacts { packages: vec![package("a", &[])], ..FileFacts::new(path, "node-pkg") };
        let lock = FileFacts { packages: vec![package("a", &[])], ..FileFacts::new("app/lock", "lock") };
        let mut files = vec![lock, installed("app/node_modules/a/package.json"), installed("other/node_modules/a/package.json")];
        drop_installed(&mut files, &["lock"].into());
        assert_eq!(files.iter().map(|facts| facts.packages.len()).collect::<Vec<_>>(), [1, 0, 1]);
    }
}
