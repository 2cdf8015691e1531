"""The rules in other engines, each in its own idiom."""

from __future__ import annotations

from typing import Final

from benchmarks.peers import business_rules, cedar, cel, json_logic, rule_engine, zen
from benchmarks.peers.peer import Peer

__all__ = ["PEERS", "Peer"]

PEERS: Final[tuple[Peer, ...]] = (
    *zen.PEERS,
    *cel.PEERS,
    *business_rules.PEERS,
    *cedar.PEERS,
    *json_logic.PEERS,
    *rule_engine.PEERS,
)
"""The rules peers; those for the status guard alone are in `status_guard`."""
