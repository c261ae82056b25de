"""On PostgreSQL a posting that replaces a typed deal waits for a bell that is keeping a ring."""

import threading

import pytest
from sqlalchemy import insert, select

from store.tables import Table
from tests.store.typed import shop

RING = Table.metadata.tables["ring"]


@pytest.mark.postgres
def test_a_ring_that_is_being_kept_meanwhile_is_carried_over(postgres_url, open_database, clock):
    store = open_database(postgres_url)
    acme = shop(store, clock)
    store.followers.position(acme.office.id, "bell")
    acme.type("4711", 500)
    held, done = threading.Event(), threading.Event()

    def keep_a_ring() -> None:
        with store.transaction():
            store.followers.position(acme.office.id, "bell")
            row = {
                "workspace_id": acme.office.id, "source_id": acme.typed, "external_id": "4711",
                "channel": "C1", "state": "rung", "due_at": 1, "revision": 1, "facts": "{}",
            }  # fmt: skip
            with store.typed_deals._database.write() as connection:
                connection.execute(insert(RING).values(row))
            held.set()
            done.wait(0.5)

    bell = threading.Thread(target=keep_a_ring)
    bell.start()
    held.wait()
    acme.crm("4711", acme.line(620))
    done.set()
    bell.join()
    with store.typed_deals._database.read() as connection:
        sources = connection.execute(select(RING.c.source_id)).scalars().all()
    assert sources == [acme.office.source]
