"""Kills a process that takes answers in and closes waves, at random moments, until it has managed.

Run as a program: DATABASE_URL FOLDER KILLS SEED. Prints one JSON line with what became of every
acknowledged answer. Children are forked before anything is connected, so that one costs little.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.domain.surveys.questions import Kind, Question, definition_of
from bot.services.surveys.closing import Closer
from bot.services.surveys.keys import Keys
from bot.services.surveys.voting import Voting
from store.open import Store, open_store
from store.records_surveys import Invitation
from tests.services.office import NOW, Office, Time

PEOPLE = 40
QUESTIONS = [
    Question(kind=Kind.CHOICE, text=f"Question {n}?", choices=tuple("abcdefgh")) for n in range(2)
]


def answers_of(number: int) -> dict[int, int]:
    """Answers that only this person gives."""
    return {0: number % 8, 1: number // 8}


def opened(url: str, folder: Path, time: Time) -> tuple[Store, Office]:
    store = open_store(url, data_dir=folder, clock=time)
    return store, Office(store=store, time=time)


def in_child(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Fork; the child runs `work` with a way to say what is done. Its pid and the reading end."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    work(lambda line: os.write(writing, f"{line}\n".encode()))
    os._exit(0)


def finished(
    work: Callable[[Callable[[str], None]], None], wait: float | None
) -> tuple[bool, list]:
    """What the child said, and whether it ended by itself; killed after `wait` seconds."""
    pid, reading = in_child(work)
    if wait is not None:
        time.sleep(wait)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reading) as said:
        lines = said.read().split()
    _pid, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("a child failed")
    return os.WIFEXITED(status), lines


def launch(url: str, folder: Path, say: Callable[[str], None]) -> None:
    store, office = opened(url, folder, Time())
    keys = Keys(folder=folder / "keys")
    survey = store.surveys.add(office.workspace, name="Pulse", owner="UHR", definition={})
    wave = store.surveys.launch(
        office.workspace,
        survey.id,
        definition={"questions": [definition_of(question) for question in QUESTIONS]},
        opens_at=NOW,
        closes_at=NOW + timedelta(days=1),
        least=5,
        least_comments=10,
        public_key=keys.create(),
        invited=PEOPLE,
    )
    store.invitations.add(
        Invitation(wave_id=wave.id, slack_user_id=f"U{n}", segments=(), locale="en", send_at=NOW)
        for n in range(PEOPLE)
    )
    say(str(wave.id))


def vote_and_close(
    url: str, folder: Path, wave_id: int, waiting: list[int], say: Callable[[str], None]
) -> None:
    """Answer for everybody who is not acknowledged yet, then close."""
    clock = Time()
    store, office = opened(url, folder, clock)
    desk = office.services.desk
    voting = Voting(desk=desk)
    for number in waiting:
        voting.answer(f"U{number}", wave_id, answers_of(number))
        say(str(number))
    clock.now = NOW + timedelta(days=2)
    closer = Closer(desk=desk, keys=Keys(folder=folder / "keys"))
    for wave in store.surveys.to_close(office.workspace, clock.now):
        closer.close(wave)


def one_wave(url: str, folder: Path, chance: random.Random) -> tuple[int, int]:
    """A wave from launch to closed; its id and how many kills it took."""
    _done, (told,) = finished(partial(launch, url, folder), None)
    wave_id, kills = int(told), 0
    waiting = chance.sample(range(PEOPLE), PEOPLE)
    while True:
        wait = chance.uniform(0.02, 0.4)
        work = partial(vote_and_close, url, folder, wave_id, waiting)
        done, acknowledged = finished(work, wait)
        waiting = [number for number in waiting if str(number) not in acknowledged]
        if done:
            return wave_id, kills
        kills += 1


def found(url: str, folder: Path, waves: list[int]) -> dict[str, int]:
    """What is wrong, all of it zero when nothing is."""
    store, _office = opened(url, folder, Time())
    wrong = Counter(lost=0, doubled=0, sealed=0, participation=0)
    truth = Counter(
        json.dumps({str(q): a for q, a in answers_of(n).items()}) for n in range(PEOPLE)
    )
    for wave_id in waves:
        kept = Counter(json.dumps(one.answers) for one in store.ballots.of(wave_id))
        wrong["lost"] += (truth - kept).total()
        wrong["doubled"] += (kept - truth).total()
        wrong["sealed"] += len(store.ballots.sealed(wave_id))
        wrong["participation"] += abs(store.invitations.counts(wave_id)[1] - kept.total())
    wrong["keys"] = len(list((folder / "keys").iterdir()))
    store.close()
    return dict(wrong)


def main() -> None:
    url, folder, least, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)
    waves, kills = [], 0
    while kills < least:
        wave_id, more = one_wave(url, folder, chance)
        waves.append(wave_id)
        kills += more
    told = {"waves": len(waves), "kills": kills, "wrong": found(url, folder, waves)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
