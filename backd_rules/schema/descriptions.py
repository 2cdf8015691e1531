"""The descriptions of the schemas: what is refused although JSON Schema cannot express it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from backd_rules.actions.violations import VIOLATIONS, ViolationCode
from backd_rules.schema.dialect import Dialect
from backd_rules.wire import HTTP_STATUSES
from backd_rules.wire.codecs import Codec
from backd_rules.wire.strict_json import MAX_BYTES, MAX_CONTAINERS, MAX_DEPTH
from backd_rules.wire.tables import LIMIT, ORDER, REFUND_REQUEST, UPDATE, UPDATES

_DECIMALS: Final = (
    "an amount with more than two decimals, a unit_price with more than six, a qty with more than "
    "three: too_precise"
)
_TWO_DECIMALS: Final = "an amount with more than two decimals: too_precise"
_TERM_DECIMALS: Final = "an amount or a percentage with more than two decimals: too_precise"
_SURROGATE: Final = "a lone surrogate: bad_characters"
_SURROGATE_IN_UNKNOWN: Final = "a lone surrogate in an unknown field: bad_characters"
_OF_CODECS: Final[Mapping[Codec, tuple[str, ...]]] = MappingProxyType(
    {
        UPDATE: (_DECIMALS,),
        UPDATES: (_DECIMALS,),
        REFUND_REQUEST: (_TWO_DECIMALS,),
        ORDER: (_TWO_DECIMALS, _SURROGATE_IN_UNKNOWN),
        LIMIT: (_TERM_DECIMALS,),
    }
)
_OF_EVERY_TEXT: Final = (
    "text that is not strict JSON in UTF-8: bad_json",
    "a duplicate name in one object: duplicate_key",
    f"nesting deeper than {MAX_DEPTH} levels: too_deep",
    f"a text of more than {MAX_BYTES} bytes or {MAX_CONTAINERS} arrays and objects: too_large",
)


def of_reader(codec: Codec, dialect: Dialect) -> str:
    """Return a list of the payloads that `wire` refuses although the schema accepts them."""
    title = "Refused by the reader, although this schema cannot express it:"
    surrogate = () if dialect.unencodable else (_SURROGATE,)
    return _bullets(title, [*_OF_CODECS.get(codec, ()), *surrogate, *_OF_EVERY_TEXT])


def of_rules(codes: Collection[ViolationCode]) -> str:
    """Return a list of these violations, which the rules find and no schema can."""
    reasons = (
        f"{violation.code} ({HTTP_STATUSES[violation.code]}): {violation.meaning}"
        for violation in VIOLATIONS
        if violation.code in codes
    )
    return _bullets("Checked by the rules, which need more than the request:", reasons)


def of_request(codec: Codec, codes: Collection[ViolationCode], dialect: Dialect) -> str:
    """Return both lists."""
    return f"{of_reader(codec, dialect)}\n\n{of_rules(codes)}"


def _bullets(title: str, sentences: Iterable[str]) -> str:
    return "\n".join([title, "", *(f"- {sentence}" for sentence in sentences)])
