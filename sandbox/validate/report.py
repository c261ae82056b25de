"""Decides how problems are collected: each with Slack's wording, a JSON pointer and the error code
it leads to. Knows no rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.errors import SlackError


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, and where."""

    pointer: str
    message: str
    code: str = "invalid_blocks"

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass
class Report:
    """The problems found so far, in the order of the document."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, pointer: str, message: str, code: str = "invalid_blocks") -> None:
        self.problems.append(Problem(pointer=pointer, message=message, code=code))

    def refuse(self, code: str | None = None) -> None:
        """Raise the first problem's code (or `code`) with all messages, if there is a problem."""
        if self.problems:
            raise SlackError(
                code or self.problems[0].code,
                errors=[str(problem) for problem in self.problems],
                response_metadata={"messages": [f"[ERROR] {p}" for p in self.problems]},
            )
