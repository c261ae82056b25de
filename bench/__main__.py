"""`python -m bench [NAME…] [--quick] [--json] [--list]`: decides what is run and how it is shown.
Ends with 0 when every row that was asked for holds, and with 1 when one does not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from time import perf_counter

from bench.lab import open_lab
from bench.registry import BENCHES, Bench, measured
from bench.results import Result, table
from bench.scale import FULL, QUICK, Scale


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what `arguments` name, or everything."""
    parser = _parser()
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - {bench.name for bench in BENCHES})
    if unknown:
        known = ", ".join(bench.name for bench in BENCHES)
        parser.error(f"no such benchmark: {', '.join(unknown)} (there are: {known})")
    if options.list:
        print("\n".join(f"{bench.name:<10} {bench.work}  [{bench.anchor}]" for bench in BENCHES))
        return 0
    chosen = [bench for bench in BENCHES if not options.names or bench.name in options.names]
    results = _run(chosen, QUICK if options.quick else FULL, as_json=options.json)
    if not options.json:
        print(table(results))
    return 0 if all(result.holds for result in results) else 1


def _run(chosen: Sequence[Bench], scale: Scale, *, as_json: bool) -> list[Result]:
    results = []
    for bench in chosen:
        started = perf_counter()
        with open_lab(scale) as lab:
            for result in measured(bench, lab):
                results.append(result)
                if as_json:
                    print(result.as_json(), flush=True)
        # Progress is not part of the answer: it goes where a pipe does not follow.
        print(f"{bench.name}: {perf_counter() - started:.0f} s", file=sys.stderr)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which to run; all by default")
    parser.add_argument("--list", action="store_true", help="list the benchmarks and stop")
    parser.add_argument("--quick", action="store_true", help="less of the same work")
    parser.add_argument("--json", action="store_true", help="one JSON object for each row")
    return parser


if __name__ == "__main__":
    sys.exit(main())
