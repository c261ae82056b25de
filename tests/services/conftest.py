"""An office for each test, in a database of its own."""

from collections.abc import Iterator

import pytest

from store.open import open_store
from tests.services.office import Office, Time


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    time = Time()
    store = open_store(f"sqlite:///{tmp_path}/k.db", data_dir=tmp_path, clock=time)
    yield Office(store=store, time=time)
    store.close()
