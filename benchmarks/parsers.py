"""Candidates in parsing: a payload in, values or its problems out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from pydantic import ValidationError

from backd_rules import wire
from benchmarks import msgspec_models, pydantic_models
from benchmarks.harness import OURS
from benchmarks.payloads import Json


class Parser(NamedTuple):
    """A parser: `parse` returns the values of a valid payload or raises `error`.

    `details` lists the problems that an error reports. A `lazy` parser stops at the first.
    """

    name: str
    package: str
    idiom: str
    parse: Callable[[Json], Any]
    error: type[Exception]
    details: Callable[[Any], Sequence[object]]
    lazy: bool = False

    def problems(self, payload: Json) -> Sequence[object]:
        """Return the problems of `payload`."""
        try:
            self.parse(payload)
        except self.error as invalid:
            return self.details(invalid)
        return ()


PARSERS: Final = (
    Parser(
        OURS,
        "backd-rules",
        "`wire.parse_update`: value objects",
        wire.parse_update,
        wire.InvalidPayload,
        lambda invalid: invalid.problems,
    ),
    Parser(
        "pydantic",
        "pydantic",
        "strict, frozen models with pydantic's own constraints; a validator in Python clears text",
        pydantic_models.OrderUpdate.model_validate,
        ValidationError,
        ValidationError.errors,
    ),
    Parser(
        "msgspec",
        "msgspec",
        "`convert` to frozen structs; `__post_init__` checks each `Decimal`; reports one problem",
        lambda payload: msgspec.convert(payload, msgspec_models.OrderUpdate),
        msgspec.ValidationError,
        lambda invalid: (str(invalid),),
        lazy=True,
    ),
)
