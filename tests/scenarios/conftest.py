"""The company of the scenarios: one for each test."""

from collections.abc import Iterator

import pytest

from tests.scenarios.company import Company, company_in


@pytest.fixture
def company(tmp_path) -> Iterator[Company]:
    with company_in(tmp_path) as made:
        yield made
