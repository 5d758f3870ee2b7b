"""A small index of Java archives as trivy-java-db lays it out: its schema, spring-core 5.3.17, and rows enough for inner pages."""
import hashlib
import os
import sqlite3

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "trivy-java.db")
if os.path.exists(path):
    os.remove(path)
database = sqlite3.connect(path)
database.executescript("""
    CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
    CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT,
                         foreign key (artifact_id) references artifacts(id));
    CREATE UNIQUE INDEX artifacts_idx ON artifacts(artifact_id, group_id);
    CREATE UNIQUE INDEX indices_sha1_idx ON indices(sha1);
""")
database.execute("INSERT INTO artifacts VALUES (7, 'org.springframework', 'spring-core')")
database.execute("INSERT INTO artifacts VALUES (8, 'com.example', 'thing')")
SPRING = "e709af88b40e1b3df193df3460faef44da41fd51"  # of the archive on Maven Central
database.execute("INSERT INTO indices VALUES (7, '5.3.17', ?, 'jar')", (bytes.fromhex(SPRING),))
for number in range(600):
    sha1 = hashlib.sha1(str(number).encode()).digest()
    database.execute("INSERT INTO indices VALUES (8, ?, ?, 'jar')", (f"1.{number}", sha1))
database.commit()
database.execute("VACUUM")
