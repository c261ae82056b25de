"""What is not understood: an error that carries whole commands which are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import nearest, suggestions
from bot.domain.grammar import parse
from bot.domain.words import tokenise
from bot.errors import AmbiguousWords, UnknownWords, UsageError, UserError
from store.records import Label, LabelKind, Person
from tests.domain.vocabularies import LABELS, MONDAY, OFFICE, ask, vocabulary


def refusal(typed, kind=UserError, words=OFFICE):
    with pytest.raises(kind) as refused:
        ask(typed, words=words)
    return refused.value


def offered(typed, kind=UserError, words=OFFICE):
    return [suggestion.words for suggestion in refusal(typed, kind, words).suggestions]


@pytest.mark.parametrize(
    ("typed", "unknown", "first"),
    [
        ("reveneu", "reveneu", "revenue"),
        ("deels this week", "deels", "deals this week"),
        ("deals tihs week", "tihs", "deals this week"),
        ("win raet by team", "win raet", "win rate by team"),
        ("team alhpa deals", "team alhpa", 'team "Alpha" deals'),
        ("team gtx", "team gtx", 'team "Alpha"'),  # nothing near: the first teams
        ("deals team", "team", "deals by team"),
        ('product "GTX Por"', "product GTX Por", 'product "GTX Pro"'),
        ('"gtx basc"', "gtx basc", 'product "GTX Basic"'),
        ("lost by team", "lost", "lost deals by team"),
        ("deals xyzzy", "xyzzy", "deals"),
        ("vorige weke", "vorige weke", "vorige week"),
        ("omzte alpha", "omzte", "omzet alpha"),
    ],
)
def test_an_unknown_word_gets_the_nearest_whole_commands(typed, unknown, first):
    error = refusal(typed, UnknownWords)
    assert error.words == (unknown,)
    assert error.suggestions[0].words == first


def test_several_unknown_words_are_mended_together():
    error = refusal("deels alpha vorgie week", UnknownWords)
    assert error.words == ("deels", "vorgie")
    assert error.suggestions[0].words == "deals alpha vorige week"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("revnue lst month", "revenue last month"),  # "last" means something only with "month"
        ("omzte vorge maand", "omzet vorige maand"),
        ("deals this qarter", "deals this quarter"),
        ("omzet dit kwartaaal", "omzet dit kwartaal"),
        ("wn rate by region", "win rate by region"),
        ("gemiddelde del", "gemiddelde deal"),
        ("average dael last quarter", "average deal last quarter"),
        ("deals by taem", "deals by team"),
        ("deals per taem", "deals per team"),
        ("dels vorig kwartal per rego", "deals vorig kwartaal per regio"),
        ("team alhpa lst month", 'team "Alpha" last month'),
        ("alhpa revenue", "alpha revenue"),
        ("regio emae", 'region "EMEA"'),
        ("revnue alhpa lst mnoth", "revenue alpha last month"),
        ("zoe onel", "zoe o'neil"),
        ("why jan de vires", "why jan de vries"),
        ("omzet sinds vrijdg", "omzet sinds vrijdag"),
        ("as off friday", "as of friday"),
        ("sicne friday's board", "since friday's board"),
        ("sinds vrijdg board omzet", "sinds vrijdag board omzet"),
        ("tpo 5", "top 5"),
        ("hlep", "help"),
    ],
)
def test_each_word_is_mended_so_that_the_whole_command_makes_sense(typed, first):
    suggestion = refusal(typed, UnknownWords).suggestions[0]
    assert suggestion.words == suggestion.label == first


@pytest.mark.parametrize("typed", ["dels", "dels deze maand", "the dels", "omzte"])
def test_no_button_offers_a_filler_or_drops_the_word_where_one_is_near(typed):
    offers = offered(typed, UnknownWords)
    words = {word for offer in offers for word in offer.split()}
    assert words <= {*typed.split()[1:], "the", "deals", "omzet"}


@pytest.mark.parametrize("typed", ["xyzzy", "the xyzzy", "de qqqq", "<@U404>"])
def test_a_command_of_which_nothing_would_be_left_gets_the_main_board_and_help(typed):
    assert offered(typed, UnknownWords) == ["metric revenue", "help"]


def test_what_is_far_from_the_best_suggestion_is_not_offered():
    assert offered("revnue", UnknownWords) == ["revenue"]


def test_no_more_than_thirty_corrections_are_tried():
    tokens = tokenise("xevenu xeals xonth xuarter xeek xegion")
    mended = list(suggestions.mended(nearest.spots(tokens, 0, len(tokens), OFFICE)))
    assert len(mended) == suggestions.TRIED
    assert mended == sorted(mended, key=lambda ranked: ranked.cost)


def test_somebody_slack_knows_and_koploper_does_not_is_said_so():
    error = refusal("why <@U404|new colleague>", UnknownWords)
    assert error.words == ("<@U404>",)
    assert "linked" in error.message
    assert error.suggestions[0].words == "why"


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("march", ["period 2026-03", 'team "March"']),
        ("may", ["period 2026-05", 'person "May Lin"']),
        ("why jan", ["why period 2026-01", 'why person "Jan de Vries"']),
        ("2017 deals", ["period 2017 deals", 'region "2017" deals']),
        ("benelux", ['team "Benelux"', 'region "Benelux"']),
        ("sam smit", ['person "sam.smit@example.com"', 'person "s.smit@example.com"']),
        ("kim bos", ['person "#6"', 'person "#7"']),
        ("1/9/2026", ["period 2026-09-01", "period 2026-01-09"]),
        ("omzet op vrijdag", ["omzet period 2026-11-20", "omzet as of 2026-11-20"]),
    ],
)
def test_what_reads_in_two_ways_is_offered_in_both(typed, readings):
    assert offered(typed, AmbiguousWords) == readings


@pytest.mark.parametrize(
    ("typed", "one", "other"),
    [
        ("march 2026", "period 2026-03", 'team "March"'),
        ("team march", 'team "March"', "period 2026-03"),
        ("top", "top 10", 'team "Top"'),  # words that give structure win; the team has a prefix
        ("team van", None, None),
    ],
)
def test_a_longer_phrase_a_prefix_or_a_command_settles_it(typed, one, other):
    if one is None:
        assert offered(typed, UnknownWords)
    else:
        assert ask(typed) == ask(one) != ask(other)


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("revenue deals", ["revenue", "deals"]),
        ("this week deals last week", ["this week deals", "deals last week"]),
        ("by team by region", ["by team", "by region"]),
        ("top 5 top 10", ["top 5", "top 10"]),
        ("zoe jan de vries", ["zoe", "jan de vries"]),
        ("units calls deals", ["units", "calls", "deals"]),
    ],
)
def test_two_of_what_there_is_one_of_are_offered_one_at_a_time(typed, choices):
    assert offered(typed, UsageError) == choices


def test_the_same_thing_said_twice_is_no_clash():
    assert ask("revenue omzet this month november") == ask("revenue")


def test_moved_without_since_when_offers_some():
    assert offered("moved deals", UsageError)[0] == "moved deals since yesterday's board"


@pytest.mark.parametrize("typed", ["top 0", "top 101", "top 99999999999", "x" * 5_000])
def test_values_out_of_bounds_are_refused_with_a_way_out(typed):
    assert offered(typed, UsageError) == ["metric revenue", "help"]


def test_page_without_a_number_is_not_understood():
    assert refusal("page 0", UnknownWords).words == ("page 0",)


PHRASES = """revenue omzet deals win rate team alpha emea top 5 30 days last this week since me help
    friday's board diff why by per op van tot .. 2017 2017-q3 sep 31 <@U1> jan kim bos page all
    "gtx pro" as of product metric period type new the #2 - fy w53 zoe's sinds 1/9/2026"""
COMMON = st.sampled_from(PHRASES.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(COMMON, st.text(max_size=5)), max_size=8).map(" ".join))
def test_any_text_is_understood_or_refused_with_commands_that_are(text):
    query, error = attempt(text)
    if query is not None:
        assert parse(query.words(), OFFICE, MONDAY) == query
    else:
        assert 1 <= len(error.suggestions) <= 5
        assert str(error)
        for suggestion in error.suggestions:
            assert suggestion.label
            assert attempt(suggestion.words)[1] is None


def attempt(text):
    try:
        return parse(text, OFFICE, MONDAY), None
    except UserError as error:
        return None, error


def test_a_name_that_many_share_is_offered_for_five_of_them():
    many = [Person(id=n, name=f"Alex Number{n}") for n in range(1, 400)]
    choices = offered("why alex", AmbiguousWords, vocabulary(people=many))
    assert choices == [f'why person "Alex Number{n}"' for n in range(1, 6)]


def test_a_large_vocabulary_still_finds_the_nearest():
    many = [Label(id=n, kind=LabelKind.PRODUCT, name=f"Part {n:05}") for n in range(100, 5_100)]
    words = vocabulary(labels=(*LABELS, *many))
    assert 'product "Part 04711"' in offered("product part 04711x", UnknownWords, words)
    assert offered("reveneu", UnknownWords, words)[0] == "revenue"
