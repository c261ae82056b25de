"""The database: rows in, records out. Knows nothing of bot/."""
