//! SQLite's databases: the texts of all tables, with the names of their columns.
//!
//! Limits: of what cannot be read as a table the printable pieces are looked at.

use super::strings;
use tidewaiter_sqlite::{Value, each_row, tables};

/// Every text as `column="text"`, a line each.
pub(super) fn values(bytes: &[u8]) -> Vec<u8> {
    let (mut texts, mut problems) = (Vec::new(), Vec::new());
    for table in tables(bytes, &mut problems) {
        let names = columns(&table.sql);
        each_row(bytes, &table.name, &mut problems, &mut |(_, row), _| {
            for (index, value) in row.iter().enumerate() {
                let Value::Bytes(text) = value else { continue };
                if text.len() < 6 || std::str::from_utf8(text).is_err() || text.contains(&0) {
                    continue;
                }
                texts.extend_from_slice(names.get(index).map_or("value", String::as_str).as_bytes());
                texts.extend_from_slice(b"=\"");
                texts.extend_from_slice(text);
                texts.extend_from_slice(b"\"\n");
            }
        });
    }
    if !problems.is_empty() {
        texts.extend(strings::printable(bytes));
    }
    texts
}

/// The names of columns in `CREATE TABLE t (a TEXT, b NUMERIC(3, 1))`.
fn columns(sql: &str) -> Vec<String> {
    let inside = sql.split_once('(').map_or("", |(_, inside)| inside);
    let (mut names, mut depth, mut definition) = (Vec::new(), 0_usize, String::new());
    for char in inside.chars() {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => names.push(std::mem::take(&mut definition)),
            char if depth == 0 => definition.push(char),
            _ => {}
        }
    }
    names.push(definition);
    let name = |definition: &String| {
        definition.split_whitespace().next().unwrap_or_default().trim_matches(['"', '`', '[', ']', '\'']).to_owned()
    };
    names.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named() {
        let sql = "CREATE TABLE users (id INTEGER PRIMARY KEY, \"password\" TEXT, price NUMERIC(3, 1), token)";
        assert_eq!(columns(sql), ["id", "password", "price", "token"]);
        assert_eq!(columns("nothing"), [""]);
    }
}
