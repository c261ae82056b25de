"""What can go wrong in the store, without text for people and without knowing who asked."""


class StoreError(Exception):
    """The store could not do what was asked."""


class NotFound(StoreError):
    """No such record in this workspace."""


class Duplicate(StoreError):
    """Another record already holds this unique name."""


class Locked(StoreError):
    """Another process owns the database file."""


class CurrencyMismatch(StoreError):
    """An amount in another currency than the ledger's, with no rate stored for its date."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of Koploper than this one."""
