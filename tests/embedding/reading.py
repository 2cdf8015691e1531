"""Reading the requests of `server.py`: the body, the parameters and the condition of each."""

from __future__ import annotations

import asyncio
import json

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from backd_rules import wire
from embedding.preconditions import entity_tags

BODY_SECONDS = 30.0
"""How long a client may take to send a body."""

EntityTags = frozenset[str] | None
"""The ETags of which the order must have one. `None` means any."""


async def read_body(request: Request) -> bytes:
    """Return the body, cut off after the chunk that exceeds the size limit of `wire`."""
    body = bytearray()  # Appending to `bytes` would copy all of it for each chunk.
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > wire.MAX_BYTES:
                    break
    except ClientDisconnect:
        raise HTTPException(400, "the body is incomplete") from None
    except TimeoutError:
        raise HTTPException(408, "the body is late", {"Connection": "close"}) from None
    return bytes(body)


def read_if_match(request: Request) -> EntityTags:
    """Return the entity tags of the `If-Match` headers."""
    try:
        return entity_tags(request.headers.getlist("If-Match"))
    except ValueError as error:
        raise HTTPException(400, str(error)) from None


def read_parameters(request: Request, backd_order_id: str) -> object:
    """Return the parameters as a payload, with the problems of a body: duplicates, for example."""
    pairs = [("backd_order_id", backd_order_id), *request.query_params.multi_items()]
    members = ",".join(f"{json.dumps(name)}:{json.dumps(value)}" for name, value in pairs)
    return wire.loads(f"{{{members}}}".encode())
