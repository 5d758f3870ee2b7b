//! SQLite databases, read table by table from their bytes: rpm's, and those of others' advisories. Pure, useful alone.
//!
//! Format: <https://www.sqlite.org/fileformat2.html>. A table is found through the schema on page 1; its leaves hold rows of a
//! number and columns, whose end lies on overflow pages.
//! Limits: tables alone are read, no indexes and no `WITHOUT ROWID`; not the write-ahead log beside the file. Columns that a row
//! was written without are not there.

use std::borrow::Cow;
use std::collections::HashSet;

const MAGIC: &[u8] = b"SQLite format 3\0";
const INTERIOR: u8 = 0x05;
const LEAF: u8 = 0x0d;
/// Tables with more are none of those that we read.
const MAX_COLUMNS: usize = 64;

/// One column of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// An integer.
    Number(i64),
    /// A text or blob.
    Bytes(&'a [u8]),
    /// Nothing, or a number with a fraction.
    Other,
}

/// A row: its number, which stands for an `INTEGER PRIMARY KEY`, and its columns.
pub type Row<'a> = (i64, &'a [Value<'a>]);

/// Whether bytes begin like a database.
#[must_use]
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A table of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The statement that made it: `CREATE TABLE t (a TEXT, b)`.
    pub sql: String,
}

/// The tables of a database; what is damaged is left out and told.
pub fn tables(bytes: &[u8], problems: &mut Vec<String>) -> Vec<Table> {
    let mut tables = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if let Some(mut file) = File::open(bytes, problems) {
        file.each_row(1, problems, &mut |(_, columns), _| {
            if let [Value::Bytes(b"table"), Value::Bytes(name), _, _, Value::Bytes(sql), ..] = columns {
                tables.push(Table { name: text(name), sql: text(sql) });
            }
        });
    }
    tables
}

/// Gives every row of a table; what is damaged is left out and told.
pub fn each_row(bytes: &[u8], table: &str, problems: &mut Vec<String>, each: &mut dyn FnMut(Row<'_>, &mut Vec<String>)) {
    let Some(mut file) = File::open(bytes, problems) else { return };
    let mut root = None;
    file.each_row(1, problems, &mut |(_, columns), _| {
        if let [Value::Bytes(b"table"), Value::Bytes(name), _, Value::Number(page), ..] = columns
            && *name == table.as_bytes()
        {
            root = usize::try_from(*page).ok();
        }
    });
    match root {
        Some(root) => file.each_row(root, problems, each),
        None => problems.push(format!("it has no table {table}")),
    }
}

struct File<'a> {
    bytes: &'a [u8],
    page_size: usize,
    usable: usize,
    /// Each page has one place in one tree or chain; another would be a loop.
    used: HashSet<usize>,
}

impl<'a> File<'a> {
    /// Reads the head; `None` if that is damaged, which is told.
    fn open(bytes: &'a [u8], problems: &mut Vec<String>) -> Option<Self> {
        let page_size = match u16_at(bytes, 16) {
            Some(1) => 65536,
            Some(size) => usize::from(size),
            None => 0,
        };
        let reserved = bytes.get(20).copied().map_or(0, usize::from);
        if !page_size.is_power_of_two() || page_size < 512 || reserved > 32 {
            problems.push(format!("its page size cannot be {page_size}, of which {reserved} are not used"));
            return None;
        }
        let counted = size_at(bytes, 28).unwrap_or(0);
        let present = bytes.len() / page_size;
        if counted > present {
            problems.push(format!("only {present} of its {counted} pages are there"));
        }
        Some(Self { bytes, page_size, usable: page_size - reserved, used: HashSet::new() })
    }

    /// A page, counted from 1, that no one has read before.
    fn page(&mut self, number: usize) -> Option<&'a [u8]> {
        let start = number.checked_sub(1)?.checked_mul(self.page_size)?;
        self.bytes.get(start..start.checked_add(self.page_size)?).filter(|_| self.used.insert(number))
    }

    /// Gives every row below a page, in the order of their numbers.
    fn each_row(&mut self, root: usize, problems: &mut Vec<String>, each: &mut dyn FnMut(Row<'_>, &mut Vec<String>)) {
        let mut open = vec![root];
        while let Some(number) = open.pop() {
            let Some(page) = self.page(number) else {
                problems.push(format!("page {number} is not there, or in two places"));
                continue;
            };
            // The first page begins with the file's head.
            let head = if number == 1 { 100 } else { 0 };
            let kind = page.get(head).copied().unwrap_or(0);
            let count = usize::from(u16_at(page, head + 3).unwrap_or(0));
            let cells = |start: usize| (0..count).map(move |at| u16_at(page, start + 2 * at).map(usize::from));
            match kind {
                INTERIOR => {
                    let children = cells(head + 12).map(|cell| size_at(page, cell?));
                    let children: Vec<_> = children.chain([size_at(page, head + 8)]).collect();
                    if children.contains(&None) {
                        problems.push(format!("page {number} is damaged"));
                    }
                    open.extend(children.into_iter().rev().flatten());
                }
                LEAF => {
                    // Cells that lie over one another would multiply what a small file holds.
                    let mut room = self.page_size;
                    for cell in cells(head + 8) {
                        let payload =
                            cell.and_then(|cell| self.payload(page, cell)).filter(|(_, row)| fits(in_page(row), &mut room));
                        match payload.as_ref().and_then(|(number, row)| Some((*number, columns(row)?))) {
                            Some((number, columns)) => each((number, &columns), problems),
                            None => problems.push(format!("page {number}: a row is damaged")),
                        }
                    }
                }
                _ => problems.push(format!("page {number} is no part of a table")),
            }
        }
    }

    /// The row of a leaf's cell and its number: what lies in the page, and what overflows.
    fn payload(&mut self, page: &'a [u8], cell: usize) -> Option<(i64, Cow<'a, [u8]>)> {
        let (length, rest) = varint(page.get(cell..self.usable)?)?;
        let (number, rest) = varint(rest)?;
        let number = number.cast_signed();
        let length = usize::try_from(length).ok().filter(|length| *length <= self.bytes.len())?;
        let largest = self.usable - 35;
        if length <= largest {
            return Some((number, Cow::Borrowed(rest.get(..length)?)));
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (self.usable - 4);
        let here = if fitting <= largest { fitting } else { least };
        let mut row = rest.get(..here)?.to_vec();
        let mut next = size_at(rest, here)?;
        while row.len() < length {
            let overflow = self.page(next)?;
            let piece = (length - row.len()).min(self.usable - 4);
            row.extend_from_slice(overflow.get(4..4 + piece)?);
            next = size_at(overflow, 0)?;
        }
        Some((number, Cow::Owned(row)))
    }
}

/// The bytes of a row that lie in its leaf; what overflows has pages of its own.
#[expect(clippy::ptr_arg, reason = "whether it is borrowed is the question")]
fn in_page(row: &Cow<'_, [u8]>) -> usize {
    if let Cow::Borrowed(row) = row { row.len() } else { 0 }
}

/// Whether there is room in the page beside the rows before.
fn fits(length: usize, room: &mut usize) -> bool {
    room.checked_sub(length).map(|left| *room = left).is_some()
}

/// Two bytes at a place.
fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Four bytes at a place, as a size or place.
fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?)).ok()
}

/// A number of one to nine bytes, seven bits each, the ninth eight; and what follows it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(9) {
        if at == 8 {
            return Some((value << 8 | u64::from(*byte), bytes.get(9..)?));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(at + 1..)?));
        }
    }
    None
}

/// The columns of a row.
fn columns(row: &[u8]) -> Option<Vec<Value<'_>>> {
    let (head, after) = varint(row)?;
    let head = usize::try_from(head).ok()?;
    let mut kinds = row.get(row.len() - after.len()..head)?;
    let mut body = row.get(head..)?;
    let mut columns = Vec::new();
    while !kinds.is_empty() && columns.len() < MAX_COLUMNS {
        let (kind, rest) = varint(kinds)?;
        kinds = rest;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => usize::try_from((kind - 12) / 2).ok()?,
        };
        let value = body.get(..length)?;
        body = body.get(length..)?;
        columns.push(match kind {
            1..=6 => Value::Number(signed(value)),
            8 | 9 => Value::Number(i64::from(kind == 9)),
            12.. => Value::Bytes(value),
            _ => Value::Other,
        });
    }
    Some(columns)
}

/// Two's complement, the highest byte first.
fn signed(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number: i64, byte| number << 8 | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_over_one_another_are_not_told_for_ever() {
        let mut room = 512;
        let told = (0..1000).filter(|_| fits(100, &mut room)).count();
        assert_eq!(told, 5);
        assert_eq!((in_page(&Cow::Borrowed(&[0; 9])), in_page(&Cow::Owned(vec![0; 9]))), (9, 0));
    }

    #[test]
    fn numbers_have_up_to_nine_bytes() {
        assert_eq!(varint(&[0x7f, 1]), Some((127, &[1][..])));
        assert_eq!(varint(&[0x81, 0x00]), Some((128, &[][..])));
        assert_eq!(varint(&[0xff; 9]), Some((u64::MAX, &[][..])));
        assert_eq!(varint(&[0xff; 8]), None);
    }

    #[test]
    fn a_row_is_read_by_the_kinds_of_its_columns() {
        let row = [5, 0, 1, 16, 17, 7, b'a', b'b', b'c', b'd', 9];
        let wanted = [Value::Other, Value::Number(7), Value::Bytes(b"ab"), Value::Bytes(b"cd")];
        assert_eq!(columns(&row).as_deref(), Some(&wanted[..]));
        assert_eq!(columns(&[9, 0]), None);
    }
}
