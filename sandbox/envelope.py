"""Decides what one delivery to an app consists of, whichever way it travels."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.records import Json


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """`kind` is slash_commands, interactive or events_api; `retry_num` counts repetitions."""

    kind: str
    payload: Json
    retry_num: int = 0
    retry_reason: str = ""

    @property
    def accepts_response_payload(self) -> bool:
        return self.kind != "events_api"
