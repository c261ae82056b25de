"""A small local Slack for the demo and for tests: Web API, Socket Mode, signed HTTP and a page, in
memory and on loopback. Knows nothing of the bot. Importing it starts nothing."""

from sandbox.clock import ManualClock
from sandbox.dispatch import Patience
from sandbox.errors import SlackError
from sandbox.person import Person
from sandbox.records import App, Complaint, Delivery, SeedUser, WebCall
from sandbox.workbench import Sandbox

__all__ = [
    "App",
    "Complaint",
    "Delivery",
    "ManualClock",
    "Patience",
    "Person",
    "Sandbox",
    "SeedUser",
    "SlackError",
    "WebCall",
]
