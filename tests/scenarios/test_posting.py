"""What the bot says by itself arrives once, where and as it should, whatever Slack does."""

from bot.outgoing import Kind
from bot.views.parts import Message, section
from store.records_outbox import State

HELLO = Message(text="Hello", blocks=[section("*Hello*")])


def test_a_decided_message_is_posted_once(company):
    outgoing = company.deps.outgoing
    made = outgoing.post(kind=Kind.BOARD, key="a", channel=company.sales, message=HELLO)
    assert outgoing.post(kind=Kind.BOARD, key="a", channel=company.sales, message=HELLO) is None
    company.live()
    company.live(hours=1)
    sofia = company.act_as("Sofia Peeters")
    assert [m["text"] for m in sofia.messages(company.sales)] == ["Hello"]
    assert outgoing.get(made).state is State.SENT
