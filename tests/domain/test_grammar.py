"""What people type and what it asks; today is Monday 23 November 2026."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.grouping import Group
from bot.domain.query import Mode
from tests.domain.vocabularies import ask

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "metric"),
    [
        ("", "revenue"),
        ("omzet", "revenue"),
        ("deals", "deals"),
        ("won deals", "deals"),
        ("gewonnen deals", "deals"),
        ("units", "units"),
        ("stuks", "units"),
        ("win rate", "win_rate"),
        ("WINRATE", "win_rate"),
        ("winpercentage", "win_rate"),
        ("average deal", "average_deal"),
        ("gemiddelde deal", "average_deal"),
        ("lost deals", "lost_deals"),
        ("new revenue", "new_revenue"),
        ("metric win_rate", "win_rate"),
        ("metric calls", "calls"),
        ("sales cycle", "cycle_days"),
        ("klanttevredenheid", "csat"),
    ],
)
def test_a_metric_goes_by_its_names_in_both_languages(typed, metric):
    assert ask(typed).metric == metric


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("", Group.REP),
        ("by rep", Group.REP),
        ("by team", Group.TEAM),
        ("per team", Group.TEAM),
        ("op team", Group.TEAM),
        ("teams", Group.TEAM),
        ("by region", Group.REGION),
        ("by country", Group.REGION),
        ("per land", Group.REGION),
        ("by company", Group.COMPANY),
        ("per bedrijf", Group.COMPANY),
        ("per verkoper", Group.REP),
    ],
)
def test_the_rows_are_reps_teams_regions_or_the_company(typed, by):
    assert ask(typed).by is by


@pytest.mark.parametrize(
    ("typed", "part", "names"),
    [
        ("alpha", "teams", ["Alpha"]),
        ("team alpha", "teams", ["Alpha"]),
        ("TEAM ÁLPHA", "teams", ["Alpha"]),
        ("team Alpha, team March", "teams", ["Alpha", "March"]),
        ("team alpha alpha", "teams", ["Alpha"]),
        ("last month heroes", "teams", ["Last Month Heroes"]),  # longer than "last month"
        ("team benelux", "teams", ["Benelux"]),
        ("team top", "teams", ["Top"]),
        ("team #2", "teams", ["March"]),
        ("emea", "regions", ["EMEA"]),
        ("country benelux", "regions", ["Benelux"]),
        ('"EMEA"', "regions", ["EMEA"]),
        ("region 2017", "regions", ["2017"]),
        ("cote d'azur", "regions", ["Côte d’Azur"]),
        ("Côte d’Azur", "regions", ["Côte d’Azur"]),
        ("r&amp;d", "regions", ["R&D"]),  # as Slack sends it
        ('product "GTX Pro"', "products", ["GTX Pro"]),
        ("product “gtx pro”", "products", ["GTX Pro"]),
        ("product 'GTX Pro'", "products", ["GTX Pro"]),
        ("gtx pro", "products", ["GTX Pro"]),
        ('product "gtx pro', "products", ["GTX Pro"]),  # a quote that was never closed
        ("source hubspot", "sources", ["hubspot"]),
        ("bron hubspot", "sources", ["hubspot"]),
    ],
)
def test_a_filter_goes_by_its_name_with_or_without_what_it_is(typed, part, names):
    query = ask(typed)
    assert [named.name for named in getattr(query, part)] == names
    assert query.words() != ask("").words()


@pytest.mark.parametrize(
    ("typed", "sale_types"),
    [
        ("new", ("new",)),
        ("nieuwe deals", ("new",)),
        ("renewals", ("renewal",)),
        ("verlengingen upsell", ("renewal", "upsell")),
        ("type new", ("new",)),
    ],
)
def test_sale_types_filter(typed, sale_types):
    assert ask(typed).sale_types == sale_types


@pytest.mark.parametrize(
    ("typed", "mode", "person"),
    [
        ("", Mode.BOARD, None),
        ("me", Mode.ME, None),
        ("ik", Mode.ME, None),
        ("my deals", Mode.ME, None),
        ("why", Mode.WHY, None),
        ("waarom", Mode.WHY, None),
        ("why me", Mode.WHY, None),
        ("why Jan de Vries", Mode.WHY, 1),
        ("why de vries", Mode.WHY, 1),
        ("why jan@example.com", Mode.WHY, 1),
        ("why <mailto:jan@example.com|jan@example.com>", Mode.WHY, 1),
        ("why <@U1|jan de vries>", Mode.WHY, 1),
        ("waarom zoe", Mode.WHY, 3),
        ("zoe o’neil", Mode.ME, 3),
        ("person <@U2>", Mode.ME, 2),
        ("rep lin", Mode.ME, 2),
        ('person "s.smit@example.com"', Mode.ME, 5),
        ("person #7", Mode.ME, 7),
        ("help", Mode.HELP, None),
        ("hulp", Mode.HELP, None),
        ("?", Mode.HELP, None),
    ],
)
def test_me_why_and_help_say_which_question_it_is(typed, mode, person):
    query = ask(typed)
    assert (query.mode, query.person.id if query.person else None) == (mode, person)


@pytest.mark.parametrize(
    ("typed", "as_of"),
    [
        ("as of friday", FRIDAY),
        ("stand op vrijdag", FRIDAY),
        ("per vrijdag", FRIDAY),
        ("as of 2026-11-20", FRIDAY),
        ("as of 1 sep", date(2026, 9, 1)),
        ("as of september", date(2026, 9, 30)),  # its last day
        ("as of this month", date(2026, 11, 23)),  # which is not over
        ("as of 2026-11-20T08:30Z", datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
    ],
)
def test_as_of_is_how_things_stood_at_the_end_of_a_day_or_at_a_moment(typed, as_of):
    assert ask(typed).as_of == as_of


def test_a_board_as_of_a_day_is_of_that_days_month_unless_a_period_is_said():
    assert ask("as of 1 sep").period.numbers == (2026, 9)
    assert ask("as of 1 sep this month").period.numbers == (2026, 11)


@pytest.mark.parametrize(
    ("typed", "since"),
    [
        ("since friday's board", FRIDAY),
        ("since friday’s board", FRIDAY),
        ("since the board of friday", FRIDAY),
        ("sinds de stand van vrijdag", FRIDAY),
        ("diff since friday", FRIDAY),
        ("moved since friday", FRIDAY),
        ("diff friday", FRIDAY),
        ("verschil sinds vrijdag", FRIDAY),
        ("moved since 1 sep", date(2026, 9, 1)),
        ("since yesterday's board", date(2026, 11, 22)),
        ("since last week's board", date(2026, 11, 22)),
        ("since 2026-11-20T08:30:05Z", datetime(2026, 11, 20, 8, 30, 5, tzinfo=UTC)),
    ],
)
def test_what_moved_counts_since_a_board_and_not_over_a_period(typed, since):
    query = ask(typed)
    assert (query.mode, query.since) == (Mode.DIFF, since)


def test_why_since_a_board_is_what_moved_one_number():
    query = ask("why me since friday's board this quarter")
    assert (query.mode, query.since, query.period.numbers) == (Mode.WHY, FRIDAY, (2026, 4))


@pytest.mark.parametrize(
    ("typed", "top", "page", "everyone"),
    [
        ("", None, 1, False),
        ("top 5", 5, 1, False),
        ("top5", 5, 1, False),
        ("top", 10, 1, False),
        ("page 2", None, 2, False),
        ("pagina 3 top 20", 20, 3, False),
        ("all", None, 1, True),
        ("iedereen", None, 1, True),
    ],
)
def test_how_many_rows_are_asked(typed, top, page, everyone):
    query = ask(typed)
    assert (query.top, query.page, query.everyone) == (top, page, everyone)


@pytest.mark.parametrize(
    "typed",
    [
        "deals this quarter emea by team top 5",
        "top 5 by team emea this quarter deals",
        "THIS QUARTER, deals; by team in EMEA top 5",
        "deals dit kwartaal per team voor emea top 5",
        "show me the top 5 teams: deals this quarter emea".replace(":", ""),
    ],
)
def test_words_come_in_any_order_and_either_language(typed):
    assert ask(typed) == ask("metric deals period 2026-Q4 region EMEA by team top 5")


def test_the_same_answer_is_remembered_for_the_same_day_only():
    assert ask("this week") is ask("this week")
    assert ask("this week", today=date(2026, 12, 1)) != ask("this week")


@pytest.mark.parametrize(
    ("typed", "own", "teams"),
    [
        ("my team", ("team",), []),
        ("mijn team omzet", ("team",), []),
        ("mijn regio per team", ("region",), []),
        ("deals my region my team", ("region", "team"), []),
        ("my team alpha", (), ["Alpha"]),
        ("by team my region", ("region",), []),
    ],
)
def test_my_team_is_whoever_asks_and_stays_so_in_the_question(typed, own, teams):
    query = ask(typed)
    assert query.own == own
    assert [team.name for team in query.teams] == teams
    assert ask(query.words()) == query
