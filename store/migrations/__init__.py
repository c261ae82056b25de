"""Alembic's home: env.py runs on the connection that store/migrate.py opened and locked."""
