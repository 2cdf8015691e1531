"""The printed OpenAPI document is valid for independent tools, also for those that read YAML."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from backd_rules import schema
from embedding.requirements import require_node_packages, require_program

pytestmark = pytest.mark.embedding

validator = pytest.importorskip("openapi_spec_validator")
yaml = pytest.importorskip("yaml")

SILENT: Final = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    """Return a file with the output of `backd-rules schema openapi`."""
    command = [sys.executable, "-m", "backd_rules", "schema", "openapi"]
    file = tmp_path / "openapi.json"
    file.write_bytes(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    return file


def validate(file: Path) -> subprocess.CompletedProcess[str]:
    """Run the command of openapi-spec-validator, which reads a file as YAML."""
    command = [sys.executable, "-m", "openapi_spec_validator", str(file)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def test_the_printed_document_is_valid(printed: Path) -> None:
    done = validate(printed)
    assert (done.returncode, done.stdout) == (0, f"{printed}: OK\n")


def test_the_validator_refuses_a_surrogate_pair(printed: Path) -> None:
    """So does every tool that uses libyaml."""
    document = schema.openapi()
    document["components"]["schemas"]["text"]["pattern"] = "[^\U0010ffff]"
    printed.write_text(json.dumps(document), encoding="ascii")
    done = validate(printed)
    assert done.returncode != 0
    assert "found invalid Unicode character escape code" in done.stdout + done.stderr


def test_the_validator_refuses_an_invalid_document() -> None:
    document = schema.openapi()
    del document["paths"]["/update_order"]["post"]["responses"]["200"]["description"]
    with pytest.raises(validator.validation.exceptions.OpenAPIValidationError):
        validator.OpenAPIV31SpecValidator(document).validate()


@pytest.mark.parametrize("loader", ["SafeLoader", "CSafeLoader"])
def test_the_printed_document_means_the_same_in_yaml(printed: Path, loader: str) -> None:
    text = printed.read_text(encoding="ascii")
    assert yaml.load(text, getattr(yaml, loader)) == json.loads(text) == schema.openapi()


def lint(config: pytest.Config, file: Path) -> list[tuple[str, str]]:
    """Return the severity and the rule of each problem that Redocly finds."""
    node = require_program(config, "node")
    redocly = require_node_packages(config) / "@redocly" / "cli" / "bin" / "cli.js"
    command = [node, str(redocly), "lint", "--extends=recommended", "--format=json", str(file)]
    environment = {**os.environ, **SILENT}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=60, env=environment
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["problems"]
    assert done.returncode == any(problem["severity"] == "error" for problem in found)
    return [(problem["severity"], problem["ruleId"]) for problem in found]


def test_redocly_finds_no_error_and_no_warning(pytestconfig: pytest.Config, printed: Path) -> None:
    assert lint(pytestconfig, printed) == []


def test_redocly_finds_what_is_missing(pytestconfig: pytest.Config, printed: Path) -> None:
    document = schema.openapi()
    del document["security"], document["components"]["securitySchemes"]
    del document["servers"], document["info"]["license"]
    printed.write_text(json.dumps(document), encoding="ascii")
    assert set(lint(pytestconfig, printed)) == {
        ("error", "security-defined"),
        ("error", "no-empty-servers"),
        ("warn", "info-license"),
    }
