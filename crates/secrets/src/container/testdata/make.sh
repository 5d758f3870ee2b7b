#!/bin/sh
# A small database, made by Python's own SQLite.
cd "$(dirname "$0")" && rm -f accounts.sqlite && python3 - <<'END'
import sqlite3
database = sqlite3.connect("accounts.sqlite")
database.execute("PRAGMA page_size = 512")
database.execute("CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT, password TEXT, note BLOB)")
database.execute("CREATE INDEX by_name ON accounts (name)")
for number in range(20):
    database.execute("INSERT INTO accounts (name, password) VALUES (?, ?)", (f"user number {number}", f"hunter{number}hunter"))
database.commit()
END
