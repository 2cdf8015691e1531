"""The verbs: what may be done to an order, one folder or module each, named after the endpoint.

The other modules are shared by all actions. The package imports `domain` only.
"""

from typing import Final

RULES_VERSION: Final = "2"
"""The edition of the rules, such as "2". It changes when the verdict on any request changes."""
