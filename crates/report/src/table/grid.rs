//! Columns that line up.

use super::paint::{Paint, plain};
use std::io::{self, Write};
use tidewaiter_model::Severity;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const GAP: usize = 2;
/// A stretching column that is narrower than this says nothing; it is cut off by the terminal instead.
const LEAST: usize = 16;

pub(crate) struct Column {
    heading: &'static str,
    stretches: bool,
}

impl Column {
    pub(crate) fn new(heading: &'static str) -> Self {
        Self { heading, stretches: false }
    }

    /// Takes what room is left.
    pub(crate) fn stretching(heading: &'static str) -> Self {
        Self { heading, stretches: true }
    }
}

/// A cell's text, and the severity in whose colour it is shown.
type Cell = (String, Option<Severity>);

pub(crate) struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Grid {
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        let cells: Vec<Cell> = cells.into_iter().map(|(text, severity)| (plain(&text).into_owned(), severity)).collect();
        if self.rows.last() != Some(&cells) {
            self.rows.push(cells);
        }
    }

    pub(crate) fn write(&self, width: Option<usize>, paint: Paint, out: &mut impl Write) -> io::Result<()> {
        let widths = self.widths(width);
        let headings: Vec<Cell> = self.columns.iter().map(|column| (column.heading.to_owned(), None)).collect();
        writeln!(out, "{}", paint.dim(&line(&headings, &widths, Paint { color: false })))?;
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", line(row, &widths, paint)))
    }

    fn widths(&self, width: Option<usize>) -> Vec<usize> {
        let widest = |index: usize, column: &Column| {
            let cells = self.rows.iter().filter_map(|row| row.get(index)).map(|(text, _)| text.width());
            cells.max().unwrap_or(0).max(column.heading.width())
        };
        let mut widths: Vec<usize> = self.columns.iter().enumerate().map(|(index, column)| widest(index, column)).collect();
        let total = widths.iter().sum::<usize>() + GAP * self.columns.len();
        if let Some(over) = width.and_then(|width| total.checked_sub(width)) {
            for (column, width) in self.columns.iter().zip(&mut widths).filter(|(column, _)| column.stretches) {
                *width = width.saturating_sub(over).max(LEAST).max(column.heading.width());
            }
        }
        widths
    }
}

fn line(cells: &[Cell], widths: &[usize], paint: Paint) -> String {
    let mut line = String::new();
    for ((text, severity), width) in cells.iter().zip(widths) {
        let shown = cut(text, *width);
        let padding = " ".repeat(width - shown.width() + GAP);
        line.push_str(&severity.map_or_else(|| shown.clone(), |severity| super::severity(severity, &shown, paint)));
        line.push_str(&padding);
    }
    line.trim_end().to_owned()
}

/// Cuts a text to a width, with `…` in place of what is left out.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for char in text.chars() {
        used += char.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(char);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_and_long_texts_are_cut_to_their_columns() {
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn equal_rows_are_one_and_columns_line_up() {
        let mut grid = Grid::new(vec![Column::new("A"), Column::stretching("Title")]);
        for text in ["a very long title that does not fit", "a very long title that does not fit", "short"] {
            grid.row(vec![("x".to_owned(), None), (text.to_owned(), None)]);
        }
        let mut out = Vec::new();
        grid.write(Some(24), Paint { color: false }, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "A  Title\nx  a very long title…\nx  short\n");
    }
}
