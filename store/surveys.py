"""Surveys and their waves. Knows no answers and nobody who is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from store.columns import from_micros, to_micros
from store.database import Database
from store.errors import NotFound
from store.records_surveys import Survey, SurveyState, Wave, WaveState
from store.tables_surveys import Table

SURVEY = Table.metadata.tables["survey"]
WAVE = Table.metadata.tables["wave"]


class Surveys:
    """Rows of `survey` and `wave`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, workspace_id: int, *, name: str, owner: str, definition: Mapping[str, Any]
    ) -> Survey:
        """A new survey, as a draft."""
        row = {
            "workspace_id": workspace_id,
            "name": name,
            "owner": owner,
            "definition": json.dumps(definition, ensure_ascii=False, sort_keys=True),
            "state": SurveyState.DRAFT,
        }
        with self._database.write() as connection:
            made = connection.execute(insert(SURVEY).values(row).returning(SURVEY.c.id))
            survey_id: int = made.scalar_one()
        return self.get(workspace_id, survey_id)

    def change(self, workspace_id: int, survey_id: int, **values: Any) -> Survey:
        """Set `name`, `owner`, `definition`, `state` or `next_wave_at` (a moment or None)."""
        if "definition" in values:
            text = json.dumps(values["definition"], ensure_ascii=False, sort_keys=True)
            values["definition"] = text
        if values.get("next_wave_at") is not None:
            values["next_wave_at"] = to_micros(values["next_wave_at"])
        own = (SURVEY.c.workspace_id == workspace_id, SURVEY.c.id == survey_id)
        with self._database.write() as connection:
            connection.execute(update(SURVEY).where(*own).values(**values))
        return self.get(workspace_id, survey_id)

    def get(self, workspace_id: int, survey_id: int) -> Survey:
        """NotFound when there is none."""
        own = (SURVEY.c.workspace_id == workspace_id, SURVEY.c.id == survey_id)
        with self._database.read() as connection:
            row = connection.execute(select(SURVEY).where(*own)).first()
        if row is None:
            raise NotFound(f"survey {survey_id}")
        return _survey(row)

    def all(self, workspace_id: int) -> list[Survey]:
        """The newest first."""
        wanted = select(SURVEY).where(SURVEY.c.workspace_id == workspace_id)
        with self._database.read() as connection:
            return list(map(_survey, connection.execute(wanted.order_by(SURVEY.c.id.desc()))))

    def launch(self, workspace_id: int, survey_id: int, **values: Any) -> Wave:
        """A new open wave of a survey, with the next number; `values` are Wave's own fields."""
        with self._database.write() as connection:
            newest = select(func.coalesce(func.max(WAVE.c.number), 0)).where(
                WAVE.c.survey_id == survey_id
            )
            row = {
                **values,
                "workspace_id": workspace_id,
                "survey_id": survey_id,
                "number": connection.execute(newest).scalar_one() + 1,
                "state": WaveState.OPEN,
                "definition": json.dumps(values["definition"], ensure_ascii=False, sort_keys=True),
                "opens_at": to_micros(values["opens_at"]),
                "closes_at": to_micros(values["closes_at"]),
            }
            made = connection.execute(insert(WAVE).values(row).returning(WAVE.c.id))
            wave_id: int = made.scalar_one()
        return self.wave(workspace_id, wave_id)

    def take_turn(
        self, workspace_id: int, survey_id: int, *, due: datetime | None, then: datetime | None
    ) -> bool:
        """Inside the transaction that opens a wave: hold the survey until its end and set when the
        next wave is due. False when it is not there, or when the wave that was `due` by itself is
        not due any more or the survey is not active; `due` None asks for no turn."""
        own = [SURVEY.c.workspace_id == workspace_id, SURVEY.c.id == survey_id]
        if due is not None:
            own += [
                SURVEY.c.next_wave_at == to_micros(due),
                SURVEY.c.state == SurveyState.ACTIVE,
            ]
        following = None if then is None else to_micros(then)
        with self._database.write() as connection:
            held = connection.execute(update(SURVEY).where(*own).values(next_wave_at=following))
        return held.rowcount == 1

    def due(self, workspace_id: int, at: datetime) -> list[Survey]:
        """Active surveys whose next wave is due, the longest due first."""
        wanted = select(SURVEY).where(
            SURVEY.c.workspace_id == workspace_id,
            SURVEY.c.state == SurveyState.ACTIVE,
            SURVEY.c.next_wave_at <= to_micros(at),
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(SURVEY.c.next_wave_at, SURVEY.c.id))
            return list(map(_survey, rows))

    def wave(self, workspace_id: int, wave_id: int) -> Wave:
        """NotFound when there is none."""
        own = (WAVE.c.workspace_id == workspace_id, WAVE.c.id == wave_id)
        found = self._waves(*own)
        if not found:
            raise NotFound(f"wave {wave_id}")
        return found[0]

    def waves(self, workspace_id: int, survey_id: int | None = None) -> list[Wave]:
        """The waves of one survey, or all of them, the newest first."""
        own = [WAVE.c.workspace_id == workspace_id]
        if survey_id is not None:
            own.append(WAVE.c.survey_id == survey_id)
        return self._waves(*own)

    def to_close(self, workspace_id: int, at: datetime) -> list[Wave]:
        """Waves whose time is over, and those whose closing was interrupted."""
        over = (WAVE.c.state == WaveState.OPEN) & (WAVE.c.closes_at <= to_micros(at))
        half = WAVE.c.state == WaveState.MIXED
        return self._waves(WAVE.c.workspace_id == workspace_id, over | half)

    def close_early(self, workspace_id: int, wave_id: int, at: datetime) -> None:
        """From now on no answer is taken; never later than was promised."""
        own = (WAVE.c.workspace_id == workspace_id, WAVE.c.id == wave_id)
        earlier = (WAVE.c.state == WaveState.OPEN, WAVE.c.closes_at > to_micros(at))
        with self._database.write() as connection:
            connection.execute(update(WAVE).where(*own, *earlier).values(closes_at=to_micros(at)))

    def set_closed(self, wave_id: int) -> None:
        """Everything that could be read back is gone."""
        mixed = (WAVE.c.id == wave_id, WAVE.c.state == WaveState.MIXED)
        with self._database.write() as connection:
            connection.execute(update(WAVE).where(*mixed).values(state=WaveState.CLOSED))

    def tell(self, wave_id: int, story: Mapping[str, Any]) -> None:
        """What the owner answers to a closed wave: heard, doing, not doing."""
        text = json.dumps(story, ensure_ascii=False, sort_keys=True)
        with self._database.write() as connection:
            connection.execute(update(WAVE).where(WAVE.c.id == wave_id).values(story=text))

    def _waves(self, *conditions: Any) -> list[Wave]:
        wanted = select(WAVE).where(*conditions).order_by(WAVE.c.id.desc())
        with self._database.read() as connection:
            return list(map(_wave, connection.execute(wanted)))


def _survey(row: Row[Any]) -> Survey:
    return Survey(
        id=row.id,
        name=row.name,
        owner=row.owner,
        definition=json.loads(row.definition),
        state=SurveyState(row.state),
        next_wave_at=None if row.next_wave_at is None else from_micros(row.next_wave_at),
    )


def _wave(row: Row[Any]) -> Wave:
    return Wave(
        id=row.id,
        survey_id=row.survey_id,
        number=row.number,
        definition=json.loads(row.definition),
        state=WaveState(row.state),
        opens_at=from_micros(row.opens_at),
        closes_at=from_micros(row.closes_at),
        least=row.least,
        least_comments=row.least_comments,
        public_key=bytes(row.public_key),
        invited=row.invited,
        answered=row.answered,
        outcome=None if row.outcome is None else json.loads(row.outcome),
        story=None if row.story is None else json.loads(row.story),
    )
