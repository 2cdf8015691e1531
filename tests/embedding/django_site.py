"""A minimal Django site around `django_app.py`, with the orders of `samples.py` in SQLite.

`python -m embedding.django_site FILE`, in `tests/`, creates the database FILE, prints the port and
serves until the process is stopped. Django can be configured only once per process, so the tests
run the site in a separate process.
"""

from __future__ import annotations

import sys

import django
from django.conf import settings
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application


def serve(database: str) -> None:
    """Serve the sample orders from the new file `database`."""
    # The default timeout of 5 seconds is too short if sixteen clients write at once.
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": database, "OPTIONS": {"timeout": 30}}
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": sqlite},
        LOGGING_CONFIG=None,
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],  # It refuses other hosts.
        ROOT_URLCONF="embedding.django_app",
    )
    django.setup()
    _create_orders()
    run("127.0.0.1", 0, get_wsgi_application(), threading=True, on_bind=_print_port)


def _create_orders() -> None:
    # Models can be imported only after Django is configured.
    from django.db import connection  # noqa: PLC0415

    from embedding.contention import CONTENDED  # noqa: PLC0415
    from embedding.django_app import StoredOrder, add  # noqa: PLC0415
    from embedding.samples import CONFIRMED, PLACED, RAISED, RETURNED  # noqa: PLC0415

    with connection.schema_editor() as editor:
        editor.create_model(StoredOrder)
    for order in (PLACED, CONFIRMED, RAISED, RETURNED, CONTENDED):
        add(order)


def _print_port(port: int) -> None:
    print(port, flush=True)  # noqa: T201


if __name__ == "__main__":
    serve(sys.argv[1])
