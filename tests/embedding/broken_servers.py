"""The server of `server.py` with stores that each have one bug, which the tests must detect.

Each function is an application factory for uvicorn. Importing this module opens the file that the
environment variable `ORDERS` names.
"""

import json
import os
import signal
import sqlite3

from fastapi import FastAPI

from backd_rules import MerchantLimit, Order, fingerprint, wire
from embedding import server
from embedding.audit_log import AnyRequest, Json
from embedding.sqlite_store import Store


class OverwritingStore(Store):
    """A store that overwrites an order even if another request has changed it."""

    def swap(self, before: Order, after: Order, request: AnyRequest, record: Json) -> bool:
        found = self.find(before.backd_order_id)
        if found is None:
            return False
        stored = {**record, "order_before": fingerprint(found[0])}
        return super().swap(found[0], after, request, stored)


class ForgetfulStore(Store):
    """A store that keeps changes in memory and never writes them to the file."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.changed: dict[str, Order] = {}

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        found = super().find(backd_order_id)
        return found and (self.changed.get(backd_order_id, found[0]), found[1])

    def swap(self, before: Order, after: Order, *_: object) -> bool:
        self.changed[before.backd_order_id] = after
        return True


class UnlimitedStore(Store):
    """A store that ignores the limit of an order."""

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        found = super().find(backd_order_id)
        return found and (found[0], MerchantLimit.UNLIMITED)


class DyingStore(Store):
    """A store whose process dies in the transaction, before the decision is logged.

    The server has no bug: a transaction without a commit changes nothing.
    """

    condition = "TRUE"

    def _connection(self) -> sqlite3.Connection:
        connection = super()._connection()
        connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
        connection.execute(
            "CREATE TEMP TRIGGER IF NOT EXISTS dying BEFORE INSERT ON audit "
            f"WHEN {self.condition} BEGIN SELECT die(); END"
        )
        return connection


class InterruptedStore(DyingStore):
    """A store whose process dies before the decision on BO-2 is logged: in the midst of a batch."""

    condition = "json_extract(NEW.record, '$.backd_order_id') = 'BO-2'"


class SplittingStore(DyingStore):
    """A store that logs the decision in a second transaction, in which its process dies."""

    def swap(self, before: Order, after: Order, request: AnyRequest, record: Json) -> bool:
        document = json.dumps(wire.dump_stored_order(after))
        columns = (document, record["order_after"], before.backd_order_id)
        statement = "UPDATE orders SET order_json = ?, fingerprint = ? WHERE backd_order_id = ?"
        self._execute(statement, *columns)
        stored = {**record, "order_before": record["order_after"]}
        return super().swap(after, after, request, stored)


def overwriting() -> FastAPI:
    return _app_with(OverwritingStore)


def forgetful() -> FastAPI:
    return _app_with(ForgetfulStore)


def unlimited() -> FastAPI:
    return _app_with(UnlimitedStore)


def dying() -> FastAPI:
    return _app_with(DyingStore)


def interrupted() -> FastAPI:
    return _app_with(InterruptedStore)


def splitting() -> FastAPI:
    return _app_with(SplittingStore)


def _app_with(store: type[Store]) -> FastAPI:
    server.orders = store(os.environ["ORDERS"])
    return server.app
