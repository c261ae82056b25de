"""What surveys keep about one person, shown and deleted from the command line."""

import json

from store.records_surveys import WaveState
from tests.cli.test_pulse import launch, surveys


def test_a_person_is_shown_without_their_answer_and_then_erased(koploper):
    wave = launch()
    shown = koploper("pulse", "person", "u3")
    (asked,) = json.loads(shown.out)["asked"]
    assert (asked["survey"], asked["answer"]) == ("Quarterly pulse", "sealed until closing")
    erased = koploper("pulse", "erase", "U3")
    assert (erased.code, erased.out) == (0, "")
    assert "Nothing is kept of U3" in erased.err
    assert koploper("pulse", "person", "U3").code == 2
    assert koploper("pulse", "close", "--yes").out.split() == ["11", "/", "12"]
    with surveys() as made:
        store, workspace = made.retention.desk.store, made.retention.desk.workspace_id
        assert store.surveys.wave(workspace, wave.id).state is WaveState.CLOSED


def test_somebody_unknown_is_said_to_be_so(koploper):
    launch()
    refused = koploper("pulse", "erase", "Nobody At All")
    assert refused.code == 2
    assert "give their id" in refused.err
