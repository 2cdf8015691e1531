"""The known differences between the OpenAPI document and `wire`.

They are those of a JSON Schema, and one more.
The document has only ASCII characters, so its patterns cannot refuse a lone surrogate.
"""

import re
from functools import cache
from typing import Any, Final

from jsonschema import Draft202012Validator

from backd_rules import schema
from backd_rules.domain.text import text_fault
from backd_rules.wire import Problem, ProblemCode
from support.schema_agreement import READERS, excused, value_at

IN_OPENAPI: Final = [name for name in READERS if name not in ("order", "limit")]
"""The schemas that the OpenAPI document has too: those of the requests."""

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@cache
def openapi_validator(name: str) -> Draft202012Validator:
    """Return a validator of the schema `name` in the OpenAPI document."""
    component = f"#/components/schemas/{name.replace('-', '_')}"
    components = schema.openapi()["components"]
    return Draft202012Validator({"$ref": component, "components": components})


def excused_in_openapi(payload: Any, problem: Problem) -> bool:
    """Return whether `problem` is one that the OpenAPI document does not find."""
    if problem.code != ProblemCode.BAD_CHARACTERS:
        return excused(payload, problem)
    others = _SURROGATES.sub("", value_at(payload, problem.path))
    return text_fault(f"x{others}", len(others) + 1) is None
