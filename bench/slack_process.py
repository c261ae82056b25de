"""A local Slack in a process of its own, so that it takes nothing of the bot's: python -m
bench.slack_process PEOPLE RATE_FACTOR LATENCY

Prints one JSON object with its address, token and people; then, for every line it reads, one with
what was posted so far.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

from bot.manifest import SCOPES
from sandbox import Sandbox


def main(people: int, rate_factor: float, latency: float) -> None:
    """Serve until the input ends. `latency` is what every post takes, in seconds."""
    with Sandbox(rate_factor=rate_factor) as slack:
        app = slack.install_app(scopes=sorted(SCOPES))
        users = [
            slack.add_user(name=f"Person {number}", email=f"p{number}@example.com")
            for number in range(people)
        ]
        slack.faults.inject(method="chat.postMessage", kind="slow", times=None, seconds=latency)
        _tell({"api_url": slack.api_url, "bot_token": app.bot_token, "users": users})
        for _ in sys.stdin:
            _tell(_posted(slack))


def _posted(slack: Sandbox) -> dict[str, object]:
    """When each message came, the most that one person got, and every other call by its name."""
    with slack.workspace.lock:
        by_channel = {
            channel: [float(ts) for ts, message in messages.items() if message.app_id]
            for channel, messages in slack.workspace.messages.items()
        }
    calls = slack.calls
    return {
        "at": sorted(ts for stamps in by_channel.values() for ts in stamps),
        "most": max((len(stamps) for stamps in by_channel.values()), default=0),
        "limited": sum(call.status == 429 for call in calls),
        "others": Counter(call.method for call in calls if call.method != "chat.postMessage"),
    }


def _tell(told: dict[str, object]) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
