"""The server of `server.py` with stores that each have one bug, which the tests must detect.

Each function is an application factory for uvicorn. Importing this module opens the file that the
environment variable `ORDERS` names.
"""

import os

from fastapi import FastAPI

from backd_rules import MerchantLimit, Order
from embedding import server
from embedding.sqlite_store import Store


class OverwritingStore(Store):
    """A store that overwrites an order even if another request has changed it."""

    def swap(self, before: Order, after: Order) -> bool:
        found = self.find(before.backd_order_id)
        return found is not None and super().swap(found[0], after)


class ForgetfulStore(Store):
    """A store that keeps changes in memory and never writes them to the file."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.changed: dict[str, Order] = {}

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        found = super().find(backd_order_id)
        return found and (self.changed.get(backd_order_id, found[0]), found[1])

    def swap(self, before: Order, after: Order) -> bool:
        self.changed[before.backd_order_id] = after
        return True


class UnlimitedStore(Store):
    """A store that ignores the limit of an order."""

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        found = super().find(backd_order_id)
        return found and (found[0], MerchantLimit.UNLIMITED)


def overwriting() -> FastAPI:
    return _app_with(OverwritingStore)


def forgetful() -> FastAPI:
    return _app_with(ForgetfulStore)


def unlimited() -> FastAPI:
    return _app_with(UnlimitedStore)


def _app_with(store: type[Store]) -> FastAPI:
    server.orders = store(os.environ["ORDERS"])
    return server.app
