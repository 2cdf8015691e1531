"""Functions that are written out at import, as attrs writes a class's `__init__`.

Where every field of every payload passes through, a loop over a table takes twice as long as the
same statements one below the other. Here is the package's one `exec`: its text is made of the
package's own tables, while it is imported, and no input ever reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def define_function(head: str, body: Iterable[str], **names: object) -> Callable[..., Any]:
    """The function with this head (`"build(a, b)"`) and these lines, which knows `names`."""
    source = "\n    ".join([f"def {head}:", *body])
    exec(source, names)  # noqa: S102
    function: Callable[..., Any] = names[head.partition("(")[0]]  # type: ignore[assignment]
    return function
