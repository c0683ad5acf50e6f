"""The tables of access: users and what depends on them, in one file, so that what ends together ends at once.

Times are seconds since 1970, or ISO dates where people read them. Knows nothing of what the rows mean.
"""

SCHEMA = 1
TABLES = (
    """CREATE TABLE user (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password TEXT,
        disabled INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL, issuer TEXT, subject TEXT,
        CHECK ((issuer IS NULL) = (subject IS NULL)), UNIQUE (issuer, subject)) WITHOUT ROWID""",
    """CREATE TABLE membership (
        user TEXT NOT NULL REFERENCES user ON DELETE CASCADE, team TEXT NOT NULL,
        PRIMARY KEY (user, team)) WITHOUT ROWID""",
    """CREATE TABLE session (
        hash BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE, address TEXT NOT NULL,
        begun REAL NOT NULL, used REAL NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX session_user ON session (user)",
    """CREATE TABLE key (
        id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE, name TEXT NOT NULL,
        scopes TEXT NOT NULL, mac BLOB NOT NULL, made TEXT NOT NULL, ends REAL NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX key_user ON key (user)",
    "CREATE TABLE failure (name BLOB NOT NULL, address TEXT NOT NULL, at REAL NOT NULL)",
    "CREATE INDEX failure_name ON failure (name, address, at)",
    "CREATE INDEX failure_at ON failure (at)",
    """CREATE TABLE lockout (
        name BLOB NOT NULL, address TEXT NOT NULL, until REAL NOT NULL, PRIMARY KEY (name, address)) WITHOUT ROWID""",
    "CREATE TABLE bootstrap (hash BLOB PRIMARY KEY, ends REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE permission (file TEXT NOT NULL, team TEXT NOT NULL, PRIMARY KEY (file, team)) WITHOUT ROWID",
    "CREATE TABLE permission_version (number INTEGER NOT NULL)",
    "INSERT INTO permission_version VALUES (0)",
)
