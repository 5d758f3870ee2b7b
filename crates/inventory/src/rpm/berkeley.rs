//! The Berkeley DB hash table `Packages` of rpm before 4.16.
//!
//! Format: <https://github.com/berkeleydb/libdb/blob/master/src/dbinc/db_page.h>. Page 0 describes the file; hash pages list
//! places of items, keys and data by turns; an item that does not fit lies on a chain of overflow pages. Numbers are in the byte
//! order of the machine that wrote the file, which the magic number shows.
//! Limits: hash tables alone, which is what rpm makes of `Packages`; pages are read one after the other, so that a damaged
//! directory of buckets loses nothing; encrypted files are not read.

use super::bytes::{Endian, size_at, u16_at, u32_at};
use std::borrow::Cow;
use std::collections::HashSet;

const HASH_MAGIC: u32 = 0x0006_1561;
const PAGE_HEAD: usize = 26;
const HASH_PAGES: [u8; 2] = [2, 13];
const OVERFLOW_PAGE: u8 = 7;
const IN_PAGE: u8 = 1;
const OFF_PAGE: u8 = 3;

struct File<'a> {
    bytes: &'a [u8],
    endian: Endian,
    page_size: usize,
    /// Overflow pages that a chain has used: each belongs to one item.
    used: HashSet<usize>,
}

fn endian(bytes: &[u8]) -> Option<Endian> {
    [Endian::Little, Endian::Big].into_iter().find(|endian| u32_at(bytes, 12, *endian) == Some(HASH_MAGIC))
}

pub(super) fn is_database(bytes: &[u8]) -> bool {
    endian(bytes).is_some()
}

/// Gives the data of every item.
pub(super) fn each_header(bytes: &[u8], each: &mut dyn FnMut(&[u8], &mut Vec<String>), problems: &mut Vec<String>) {
    let Some(endian) = endian(bytes) else { return };
    let page_size = size_at(bytes, 20, endian).unwrap_or(0);
    if !page_size.is_power_of_two() || !(512..=65536).contains(&page_size) {
        problems.push(format!("its page size cannot be {page_size}"));
        return;
    }
    if bytes.get(24) != Some(&0) {
        problems.push("it is encrypted".to_owned());
        return;
    }
    let last = size_at(bytes, 32, endian).unwrap_or(0);
    let present = bytes.len() / page_size;
    if last >= present {
        problems.push(format!("only {present} of its {} pages are there", last.saturating_add(1)));
    }
    let mut file = File { bytes, endian, page_size, used: HashSet::new() };
    for number in 1..=last.min(present.saturating_sub(1)) {
        let Some(page) = file.page(number) else { break };
        if page.get(25).is_some_and(|kind| HASH_PAGES.contains(kind)) {
            file.each_item(number, page, each, problems);
        }
    }
}

impl<'a> File<'a> {
    fn page(&self, number: usize) -> Option<&'a [u8]> {
        let start = number.checked_mul(self.page_size)?;
        self.bytes.get(start..start.checked_add(self.page_size)?)
    }

    fn each_item(
        &mut self,
        number: usize,
        page: &'a [u8],
        each: &mut dyn FnMut(&[u8], &mut Vec<String>),
        problems: &mut Vec<String>,
    ) {
        let entries = usize::from(u16_at(page, 20, self.endian).unwrap_or(0));
        // Items that lie over one another would multiply what a small file holds.
        let mut room = page.len();
        for data in (1..entries).step_by(2) {
            let Some(key) = self.item(page, data - 1) else {
                problems.push(format!("page {number}: entry {} is damaged", data - 1));
                continue;
            };
            // Under the key 0 lies the number of the package to come.
            if key == [IN_PAGE, 0, 0, 0, 0] {
                continue;
            }
            let mut fits = |item: &&[u8]| room.checked_sub(item.len()).map(|left| room = left).is_some();
            match self.item(page, data).filter(&mut fits).and_then(|item| self.value(item)) {
                Some(value) => each(&value, problems),
                None => problems.push(format!("page {number}: entry {data} is damaged")),
            }
        }
    }

    /// An item with the byte of its kind. Items lie one before the other from the page's end.
    fn item(&self, page: &'a [u8], entry: usize) -> Option<&'a [u8]> {
        let place = |entry: usize| u16_at(page, PAGE_HEAD + 2 * entry, self.endian).map(usize::from);
        let end = if entry == 0 { page.len() } else { place(entry - 1)? };
        page.get(place(entry)?..end).filter(|item| !item.is_empty())
    }

    fn value(&mut self, item: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        match *item.first()? {
            IN_PAGE => item.get(1..).map(Cow::Borrowed),
            OFF_PAGE => {
                let (first, length) = (size_at(item, 4, self.endian)?, size_at(item, 8, self.endian)?);
                self.chain(first, length).map(Cow::Owned)
            }
            _ => None,
        }
    }

    fn chain(&mut self, first: usize, length: usize) -> Option<Vec<u8>> {
        let mut value = Vec::new();
        let mut next = first;
        while next != 0 && value.len() < length {
            let page = self.page(next).filter(|page| page.get(25) == Some(&OVERFLOW_PAGE) && self.used.insert(next))?;
            let here = usize::from(u16_at(page, 22, self.endian)?);
            value.extend_from_slice(page.get(PAGE_HEAD..PAGE_HEAD + here)?);
            next = size_at(page, 16, self.endian)?;
        }
        (value.len() == length).then_some(value)
    }
}
