"""The OpenAPI document is valid for an independent validator."""

import pytest

from backd_rules import schema

pytestmark = pytest.mark.embedding

validator = pytest.importorskip("openapi_spec_validator")


def test_the_openapi_document_is_valid() -> None:
    validator.OpenAPIV31SpecValidator(schema.openapi()).validate()


def test_the_validator_refuses_an_invalid_document() -> None:
    document = schema.openapi()
    del document["paths"]["/update_order"]["post"]["responses"]["200"]["description"]
    with pytest.raises(validator.validation.exceptions.OpenAPIValidationError):
        validator.OpenAPIV31SpecValidator(document).validate()
