"""The embedded database: Django's SQLite, which waits its turn to connect as well as to write."""
