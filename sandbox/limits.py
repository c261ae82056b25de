"""Decides when Slack says "ratelimited": a bucket of tokens for each method and workspace, and for
each channel posted to. Burst sizes are unpublished; a minute's worth is assumed."""

from __future__ import annotations

import math
import threading
from collections.abc import Hashable
from dataclasses import dataclass

from sandbox.clock import Clock


@dataclass(frozen=True, kw_only=True)
class Tier:
    """How many calls a minute, and how many at once after a pause."""

    per_minute: float
    burst: float


TIER_1 = Tier(per_minute=1, burst=10)
TIER_2 = Tier(per_minute=20, burst=20)
TIER_3 = Tier(per_minute=50, burst=50)
TIER_4 = Tier(per_minute=100, burst=100)
# "hundreds of requests per minute", and for posting 1 a second per channel and "several hundred"
# a minute per workspace (docs.slack.dev/apis/web-api/rate-limits).
SPECIAL = Tier(per_minute=600, burst=600)
POSTING = Tier(per_minute=300, burst=300)
POSTING_PER_CHANNEL = Tier(per_minute=60, burst=5)


class Limits:
    """All buckets of a sandbox. `factor` widens every limit; 0 turns them off."""

    def __init__(self, clock: Clock, factor: float = 1.0) -> None:
        if factor < 0:
            raise ValueError("rate_factor must be 0 (off) or more")
        self._clock = clock
        self._factor = factor
        self._lock = threading.Lock()
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def take(self, key: Hashable, tier: Tier) -> int:
        """Count one call; 0 when it may go on, else the whole seconds to wait (Retry-After)."""
        if self._factor == 0:
            return 0
        rate, burst = tier.per_minute * self._factor / 60, tier.burst * self._factor
        with self._lock:
            now = self._clock()
            # A bucket nobody has used is full: Slack allows a burst after a pause.
            tokens, at = self._buckets.get(key, (burst, now))
            tokens = min(burst, tokens + max(0.0, now - at) * rate)
            # A hair below 1 is 1: refilling in floating point must not cost a second.
            if tokens < 1 - 1e-9:
                self._buckets[key] = (tokens, now)
                return max(1, math.ceil((1 - tokens) / rate - 1e-9))
            self._buckets[key] = (tokens - 1, now)
            return 0
