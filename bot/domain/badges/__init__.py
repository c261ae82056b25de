"""Badges: rules over the ledger as data, and who has earned them. Pure: no clock, no database."""
