"""The verbs: what may be done to an order, one folder or module each.

`violations` and `decision` are shared by all actions. The package imports `domain` only.
"""

from typing import Final

RULES_VERSION: Final = "2"
"""The edition of the rules. It changes when the verdict on any order, update and limit changes."""
