"""Who somebody is: known by e-mail, offered by name, linked by an admin; and who may do what."""

import pytest

from store.records import Role


def ask(company, person, text, command="/koploper"):
    return person.command(command, text, channel=company.sales).message


@pytest.fixture
def owner(company):
    """Sofia, made owner with the code that a fresh workspace prints."""
    code = company.deps.roles.new_claim()
    sofia = company.act_as("Sofia Peeters")
    assert ask(company, sofia, f"claim {code.lower()}")["text"].startswith("You are the owner now.")
    return sofia


def test_somebody_is_recognised_by_e_mail_at_their_first_command(company):
    daan = company.join("Daantje B.", email="DAAN.BAKKER@example.com", locale="nl-BE")
    message = ask(company, daan, "", "/leaderboard")
    assert "Je bent 2e van 14" in message["text"]


def test_a_unique_equal_name_is_offered_and_confirmed_with_a_tap(company):
    emma = company.join("Emma Jansen", email="private@elsewhere.example")
    message = ask(company, emma, "", "/leaderboard")
    assert "Are you *Emma Jansen*?" in message["blocks"][0]["text"]["text"]
    emma.click(message, "link-me")
    linked = emma.last_message(company.sales)
    assert linked["text"] == "You are linked to *Emma Jansen*."
    emma.click(linked, "show:board")
    assert "You are 3rd of 14" in emma.last_message(company.sales)["text"]


def test_an_offer_is_not_taken_by_somebody_with_another_name(company):
    emma = company.join("Emma Jansen", email="private@elsewhere.example")
    message = ask(company, emma, "", "/leaderboard")
    company.slack.change_user(company.users["Emma Jansen"], real_name="Mallory")[0].result(5)
    emma.click(message, "link-me")
    assert "not free any more" in emma.last_message(company.sales)["text"]
    assert (
        company.store.people.get(company.workspace, company.people["Emma Jansen"]).slack_user_id
        is None
    )


def test_a_stranger_gets_an_explanation_and_no_numbers(company):
    stranger = company.join("Zoë Nobody", email="zoe@elsewhere.example")
    for words in ("", "why", "deals by team", "sofa"):
        message = ask(company, stranger, words, "/leaderboard")
        assert message["text"].startswith("I do not know yet who you are in the sales data")
        assert "Sofia" not in str(message)
        assert "/koploper link" in message["text"]


def test_an_admin_links_a_stranger_who_then_sees_the_board(company, owner):
    stranger = company.join("Zoë Nobody", email="zoe@elsewhere.example")
    ask(company, stranger, "", "/leaderboard")
    user = company.users["Zoë Nobody"]
    told = ask(company, owner, f"link <@{user}> Mees Blom")
    assert told["text"] == "Zoë Nobody is linked to Mees Blom."
    assert "You are 14th of 14" in ask(company, stranger, "", "/leaderboard")["text"]
    assert (
        ask(company, owner, f"unlink <@{user}>")["text"]
        == "Zoë Nobody is no longer linked to Mees Blom."
    )
    assert "I do not know yet" in ask(company, stranger, "", "/leaderboard")["text"]


def test_who_tells_me_who_i_am_and_an_owner_who_is_missing(company, owner):
    bram = company.act_as("Bram Kok")
    assert ask(company, bram, "who")["text"] == "You are *Bram Kok*. Your roles: rep."
    told = ask(company, owner, "who")["text"]
    assert "Your roles: owner and rep." in told
    assert "Not linked, in the sales data: Daan Bakker" in told


def test_a_code_works_once_and_not_for_ever(company, owner):
    code = company.deps.roles.new_claim()
    bram = company.act_as("Bram Kok")
    assert "owner now" in ask(company, bram, f"claim {code}")["text"]
    assert "not valid" in ask(company, bram, f"claim {code}")["text"]
    late = company.deps.roles.new_claim()
    company.time.now = company.time.now.replace(day=25)
    assert "not valid" in ask(company, bram, f"claim {late}")["text"]


def test_roles_are_granted_and_taken_and_the_last_owner_stays(company, owner):
    bram = company.users["Bram Kok"]
    assert ask(company, owner, f"role grant <@{bram}> admin")["text"] == "Bram Kok is admin now."
    listed = ask(company, owner, "role list")["text"]
    assert "Bram Kok – admin" in listed
    assert "Sofia Peeters – owner" in listed
    assert (
        ask(company, owner, f"role take <@{bram}> admin")["text"]
        == "Bram Kok is not admin any more."
    )
    sofia = company.users["Sofia Peeters"]
    assert "last owner stays" in ask(company, owner, f"role take <@{sofia}> owner")["text"]


@pytest.mark.parametrize(
    "words",
    ["role list", "role grant <@U1> owner", "link <@U1> Mees Blom", "status", "unlink <@U1>"],
)
def test_a_rep_may_not_do_what_admins_do(company, words):
    told = ask(company, company.act_as("Bram Kok"), words)["text"]
    assert told == "That is for the people who look after Koploper: owner and admin."


def test_an_admin_makes_no_owner(company, owner):
    bram, anna = company.users["Bram Kok"], company.users["Anna de Vries"]
    ask(company, owner, f"role grant <@{bram}> admin")
    told = ask(company, company.act_as("Bram Kok"), f"role grant <@{anna}> owner")["text"]
    assert told == "Only an owner gives and takes the roles owner and admin."


def test_a_role_taken_by_another_process_counts_at_once(company, owner):
    company.store.roles.take(company.workspace, company.users["Sofia Peeters"], Role.OWNER)
    assert "owner and admin" in ask(company, owner, "status")["text"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "What I can do"),
        ("hulp", "What I can do"),
        ("wie", "You are *Bram Kok*"),
        ("clam X", "I do not know clam. Did you mean /koploper claim?"),
        ("xyzzy", "I do not know xyzzy. Try /koploper help."),
        ("claim NOPE", "That code is not valid"),
    ],
)
def test_words_after_koploper_find_their_handler(company, words, answer):
    assert ask(company, company.act_as("Bram Kok"), words)["text"].startswith(answer)


def test_a_new_language_on_slack_is_heard(company):
    bram = company.act_as("Bram Kok")
    company.slack.change_user(company.users["Bram Kok"], locale="nl-NL")[0].result(5)
    assert "Je bent 12e" in ask(company, bram, "", "/leaderboard")["text"]


def test_who_left_slack_has_no_rights_left(company, owner):
    company.slack.change_user(company.users["Sofia Peeters"], deleted=True)[0].result(5)
    snapshot = company.deps.desk.snapshots.current()
    actor = company.deps.access.who(company.users["Sofia Peeters"], snapshot, company.deps.today())
    assert actor.roles == frozenset()
