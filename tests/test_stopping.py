"""Stopping on request, and trying again without hurry."""

import os
import signal

import pytest

from bot.stopping import SIGNALS, Stop, patiently


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_asks_and_a_second_one_ends(number):
    stop = Stop()
    before = signal.getsignal(number)
    with stop.on_signals():
        assert not stop.is_asked()
        os.kill(os.getpid(), number)
        assert stop.wait(5)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before


def failing(times: int, error: type[Exception]):
    left = [times]

    def attempt() -> None:
        if left[0]:
            left[0] -= 1
            raise error

    return attempt


def test_it_tries_until_it_works_and_tells_each_pause():
    told = []
    works = patiently(
        failing(3, OSError),
        Stop(),
        on=(OSError,),
        tell=lambda error, pause: told.append((type(error), pause)),
        longest=0.02,
    )
    assert works
    assert told == [(OSError, 0.02)] * 3


def test_pauses_double_up_to_the_longest():
    class Unhurried(Stop):
        def wait(self, seconds=None):
            return False

    told = []
    patiently(failing(7, OSError), Unhurried(), on=(OSError,), tell=lambda _, p: told.append(p))
    assert told == [1, 2, 4, 8, 16, 30, 30]


def test_it_gives_up_when_asked_to_stop():
    stop = Stop()
    tell = lambda _error, _pause: stop.ask()  # noqa: E731
    assert not patiently(failing(9, OSError), stop, on=(OSError,), tell=tell)


def test_what_trying_again_cannot_mend_is_raised():
    with pytest.raises(ValueError):
        patiently(failing(1, ValueError), Stop(), on=(OSError,), tell=lambda *_: None)
