"""Contests in deciding: value objects in, a decision out.

Everyone is held to `decide_update` on random cases before anyone is timed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from backd_rules import decide_update
from benchmarks.agreement import Disagreement
from benchmarks.cases import Case, random_cases, timed
from benchmarks.facts import facts
from benchmarks.floor import floor
from benchmarks.harness import OURS, Contest, calls
from benchmarks.peers import PEERS, Peer
from benchmarks.peers.peer import Codes

GROUP: Final = "decide"
FLOOR: Final = "floor"
CASES: Final = 400
"""How many random cases all must agree on."""


def contests() -> Iterator[Contest]:
    """Every timed case, once everyone is found to agree on the random ones."""
    check_agreement()
    for name, case in timed().items():
        given = facts(*case)
        contestants = [calls(OURS, decide_update, *case), calls(FLOOR, floor, *given)]
        contestants += [calls(peer.name, peer.judge, *peer.prepare(given)) for peer in PEERS]
        yield Contest(GROUP, name, tuple(contestants))


def check_agreement(peers: tuple[Peer, ...] = PEERS, count: int = CASES) -> None:
    """Raise `Disagreement` unless the floor agrees on the verdict, and each peer on the reasons."""
    for case in (*random_cases(count), *timed().values()):
        given, expected = facts(*case), _codes(case)
        if floor(*given) == bool(expected):
            raise Disagreement(f"the floor does not agree on {given}")
        for peer in peers:
            found = peer.reasons(peer.judge(*peer.prepare(given)))
            if found != expected:
                raise Disagreement(f"{peer.name} finds {found}, not {expected}, of {given}")


def _codes(case: Case) -> Codes:
    decision = decide_update(*case)
    return frozenset() if decision.allowed else frozenset(v.code.value for v in decision.violations)
