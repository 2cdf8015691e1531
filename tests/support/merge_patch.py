"""JSON Merge Patch on plain dicts, written from RFC 7396. It imports nothing of the package."""

from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """Return `target` after `patch`: `null` removes, objects merge, other values replace."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
