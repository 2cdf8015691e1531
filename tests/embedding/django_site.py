"""The least of a Django site around `django_app.py`, with the orders of the tests in SQLite.

`python -m embedding.django_site FILE`, from `tests/`, makes the database FILE, prints the port on
which it listens, and serves until it is ended. Settings are made once in a process, so the tests
leave that to a process of its own.
"""

from __future__ import annotations

import sys

import django
from django.conf import settings
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application


def serve(database: str) -> None:
    """Serve the orders in the new file `database`."""
    # Where many write at once, each may have to wait for its turn longer than for 5 seconds.
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": database, "OPTIONS": {"timeout": 30}}
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": sqlite},
        LOGGING_CONFIG=None,
        ROOT_URLCONF="embedding.django_app",
    )
    django.setup()
    _fill()
    run("127.0.0.1", 0, get_wsgi_application(), threading=True, on_bind=_tell)


def _fill() -> None:
    # Models can be imported only after the settings are made.
    from django.db import connection  # noqa: PLC0415

    from embedding.contention import CONTENDED  # noqa: PLC0415
    from embedding.django_app import StoredOrder, add  # noqa: PLC0415
    from embedding.samples import CONFIRMED, PLACED, RAISED  # noqa: PLC0415

    with connection.schema_editor() as editor:
        editor.create_model(StoredOrder)
    for order in (PLACED, CONFIRMED, RAISED, CONTENDED):
        add(order)


def _tell(port: int) -> None:
    print(port, flush=True)  # noqa: T201


if __name__ == "__main__":
    serve(sys.argv[1])
