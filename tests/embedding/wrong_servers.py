"""The server of `server.py` with a store that is wrong in one way: the tests must notice.

Each function is a factory for uvicorn. Importing this module opens the file that `ORDERS` names.
"""

import os

from fastapi import FastAPI

from backd_rules import MerchantLimit, Order
from embedding import server
from embedding.sqlite_store import Store


class Overwriting(Store):
    """Stores whatever was decided, whoever was faster."""

    def swap(self, before: Order, after: Order) -> bool:
        found = self.find(before.backd_order_id)
        return found is not None and super().swap(found[0], after)


class Forgetful(Store):
    """Says that it has stored what is in memory alone."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.changed: dict[str, Order] = {}

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        found = super().find(backd_order_id)
        return found and (self.changed.get(backd_order_id, found[0]), found[1])

    def swap(self, before: Order, after: Order) -> bool:
        self.changed[before.backd_order_id] = after
        return True


class Unlimited(Store):
    """Knows of no limit."""

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        found = super().find(backd_order_id)
        return found and (found[0], MerchantLimit.UNLIMITED)


def overwriting() -> FastAPI:
    return _serving(Overwriting)


def forgetful() -> FastAPI:
    return _serving(Forgetful)


def unlimited() -> FastAPI:
    return _serving(Unlimited)


def _serving(store: type[Store]) -> FastAPI:
    server.orders = store(os.environ["ORDERS"])
    return server.app
