//! scratch
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "scratch")]
use std::time::Instant;
use tidewaiter_image::*;
struct Count(u64, u64, bool);
impl Visitor for Count {
    fn entry(&mut self, e: &Entry<'_>, c: &mut dyn Content) -> Result<(), ImageError> {
        self.0 += 1;
        if self.2 && let Some(b) = c.read_all(1 << 30)? { self.1 += b.len() as u64; }
        let _ = e;
        Ok(())
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (verify, read) = (a.iter().any(|x| x == "verify"), a.iter().any(|x| x == "read"));
    let t = Instant::now();
    let limits = Limits::default();
    let o = WalkOptions { limits: &limits, verify_diff_ids: verify, stop: None };
    let mut v = Count(0, 0, read);
    if a.iter().any(|x| x == "dir") {
        let r = walk_directory(a[1].as_ref(), &o, &mut v).unwrap();
        println!("{} entries {} problems {} {:?}", v.0, r.size, r.problems.len(), t.elapsed());
        return;
    }
    let image = match open_archive(a[1].as_ref(), &OpenOptions::default()) { Ok(i) => i, Err(e) => { println!("{e} {:?}", e.hint()); return } };
    println!("open {:?} {} {:?} {:?}", t.elapsed(), image.metadata.platform, image.metadata.repo_tags, image.notes);
    let mut size = 0;
    for i in 0..image.metadata.layers.len() {
        let r = image.walk_layer(i, &o, &mut v).unwrap();
        size += r.size;
        for p in r.problems.iter().take(3) { println!("{p:?}"); }
    }
    println!("{} layers, {} entries, {} bytes, read {} {:?}", image.metadata.layers.len(), v.0, size, v.1, t.elapsed());
}
