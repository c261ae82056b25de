"""One process that asks the people of open waves, until somebody kills it."""

from __future__ import annotations

import sys
import time

from bot.jobs.poster import Poster
from bot.jobs.waves import keep_waves
from tests.chaos.worker import Task, open_deps


def main(task: Task) -> None:
    deps = open_deps(task)
    while True:
        keep_waves(deps)
        Poster(deps).run()
        time.sleep(0.02)


if __name__ == "__main__":
    main(Task(**dict(one.split("=", 1) for one in sys.argv[1:]), seed=1, safety=None))
