"""The statements that make the ledger equal to what is staged, for a deal or for a million.

Run by store/posting.py, in this order; every `:name` is a parameter of it. Entries are only ever
appended; of facts only where their open entries are, and what they are called, is updated.
"""

from store.staging import STAGED

NEW_FACTS = """
INSERT INTO fact (workspace_id, source_id, external_id, posting_id, first_entry_id, entry_count,
    revision, customer, link, stage, original)
SELECT :workspace, :source, external_id, :posting, :base + n,
    CASE WHEN series_id IS NULL THEN 0 ELSE lines END, 1, customer, link, stage, original
FROM {stage} WHERE line = 0 ORDER BY {order} ON CONFLICT DO NOTHING"""

# a fact that was there before this chunk is of another posting, or has its entries elsewhere than
# where this chunk puts them; it waits until all is staged, because a later row of a fact wins
SET_ASIDE = f"""
INSERT INTO later (n, {", ".join(STAGED)})
SELECT :base + s.n, {", ".join(f"s.{column}" for column in STAGED)}
FROM {{stage}} s JOIN fact f ON f.workspace_id = :workspace AND f.source_id = :source
    AND f.external_id = s.external_id
WHERE f.posting_id <> :posting OR f.first_entry_id <> :base + s.n - s.line"""  # noqa: S608

APPEND_NEW = """
INSERT INTO entry (id, workspace_id, posting_id, series_id, seat_id, occurred_on, amount, share,
    product_id, source_id, external_id, revision)
SELECT :base + n, :workspace, :posting, series_id, seat_id, occurred_on, amount, share, product_id,
    :source, external_id, 1
FROM {stage} l WHERE series_id IS NOT NULL {condition} ORDER BY n"""
NOT_ASIDE = "AND NOT EXISTS (SELECT 1 FROM later WHERE later.n = :base + l.n)"

DROP_SUPERSEDED = """
DELETE FROM later WHERE n - line < (
    SELECT max(same.n) FROM later same WHERE same.external_id = later.external_id AND same.line = 0)
"""

MISSING = """
INSERT INTO later (n, external_id, customer, link, stage, original, line, lines)
SELECT :base + row_number() OVER (ORDER BY external_id), external_id, customer, link, stage,
    original, 0, 1
FROM fact f WHERE f.workspace_id = :workspace AND f.source_id = :source AND f.entry_count > 0
    AND f.posting_id <> :posting
    AND NOT EXISTS (SELECT 1 FROM later l WHERE l.external_id = f.external_id)"""

COMPARE = """
INSERT INTO revised
SELECT external_id, n, first_entry_id, entry_count,
    :next + sum(is_moved * new_count) OVER (ORDER BY n) - new_count, new_count, revision + 1,
    is_new, is_moved, is_renamed
FROM (
    SELECT k.n, k.external_id, k.new_count, f.first_entry_id, f.entry_count, f.revision,
        CASE WHEN f.posting_id = :posting THEN 1 ELSE 0 END AS is_new,
        CASE WHEN f.entry_count <> k.new_count OR EXISTS (
            SELECT 1 FROM later l JOIN entry e ON e.id = f.first_entry_id + l.line
            WHERE l.n >= k.n AND l.n < k.n + k.new_count AND NOT (
                e.series_id = l.series_id AND e.seat_id = l.seat_id
                AND e.occurred_on = l.occurred_on AND e.amount = l.amount AND e.share = l.share
                AND coalesce(e.product_id, 0) = coalesce(l.product_id, 0))
        ) THEN 1 ELSE 0 END AS is_moved,
        CASE WHEN coalesce(f.customer, '') = coalesce(k.customer, '')
            AND coalesce(f.link, '') = coalesce(k.link, '')
            AND coalesce(f.stage, '') = coalesce(k.stage, '')
            AND coalesce(f.original, '') = coalesce(k.original, '') THEN 0 ELSE 1
        END AS is_renamed
    FROM (
        SELECT n, external_id, customer, link, stage, original,
            CASE WHEN series_id IS NULL THEN 0 ELSE lines END AS new_count
        FROM later WHERE line = 0
    ) k CROSS JOIN fact f  -- CROSS keeps SQLite from reading every fact there is
    WHERE f.workspace_id = :workspace AND f.source_id = :source
        AND f.external_id = k.external_id
) compared"""

_SAME = "series_id, seat_id, occurred_on, amount, share, coalesce(product_id, 0)"
# the same lines in another order are the same fact: as many, and none that was not there
FORGIVE_ORDER = f"""
UPDATE revised SET is_moved = 0
WHERE is_moved = 1 AND new_count > 1 AND new_count = old_count AND NOT EXISTS (
    SELECT {_SAME}, row_number() OVER (PARTITION BY {_SAME} ORDER BY n) FROM later
    WHERE n >= head AND n < head + new_count
    EXCEPT
    SELECT {_SAME}, row_number() OVER (PARTITION BY {_SAME} ORDER BY id) FROM entry
    WHERE id >= old_first AND id < old_first + old_count)"""  # noqa: S608

REVERSE = """
INSERT INTO entry (id, workspace_id, posting_id, series_id, seat_id, occurred_on, amount, share,
    product_id, source_id, external_id, revision, reverses)
SELECT :next - 1 + row_number() OVER (ORDER BY e.id), :workspace, :posting, e.series_id, e.seat_id,
    e.occurred_on, -e.amount, -e.share, e.product_id, e.source_id, e.external_id, r.revision, e.id
FROM revised r JOIN entry e ON e.id >= r.old_first AND e.id < r.old_first + r.old_count
WHERE r.is_moved = 1"""

APPEND_REVISED = """
INSERT INTO entry (id, workspace_id, posting_id, series_id, seat_id, occurred_on, amount, share,
    product_id, source_id, external_id, revision)
SELECT r.new_first + :reversed + l.line, :workspace, :posting, l.series_id, l.seat_id,
    l.occurred_on, l.amount, l.share, l.product_id, :source, l.external_id, r.revision
FROM revised r JOIN later l ON l.n >= r.head AND l.n < r.head + r.new_count
WHERE r.is_moved = 1 ORDER BY l.n"""

REVISE_FACTS = """
UPDATE fact SET posting_id = :posting, customer = l.customer, link = l.link, stage = l.stage,
    original = l.original,
    first_entry_id = CASE WHEN r.is_moved = 1 THEN r.new_first + :reversed
        ELSE fact.first_entry_id END,
    entry_count = r.new_count,
    revision = CASE WHEN r.is_moved = 1 THEN r.revision ELSE fact.revision END
FROM revised r JOIN later l ON l.n = r.head
WHERE r.is_moved + r.is_renamed > 0 AND fact.workspace_id = :workspace
    AND fact.source_id = :source AND fact.external_id = r.external_id"""
