"""The facts of a refusal for each sentence of `browser/words`, and what the page says then.

By hand, in English and in Spanish. A name is a code, with the variant that the facts choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

EXACT: Final[Mapping[str, tuple[dict[str, Any], str, str]]] = {
    "unknown_order": ({}, "We cannot find this order.", "No encontramos este pedido."),
    "backd_order_id_mismatch": (
        {},
        "This change belongs to another order.",
        "Este cambio pertenece a otro pedido.",
    ),
    "merchant_order_id_mismatch": (
        {},
        "This change belongs to another order.",
        "Este cambio pertenece a otro pedido.",
    ),
    "status_forbids_action": (
        {"status": "terms_selected", "action": "delete_refund"},
        "You cannot withdraw the refund request, because this order is not yet placed.",
        "No puede retirar la solicitud de reembolso, porque este pedido está pendiente.",
    ),
    "contact_incomplete": (
        {},
        "Please fill in this field: a new contact must be complete.",
        "Complete este campo: un contacto nuevo debe estar completo.",
    ),
    "amount_out_of_range": (
        {"amount": 10000000000000.01},
        "This would be $10,000,000,000,000.01, which is more than is possible.",
        "Esto sería $10,000,000,000,000.01, más de lo posible.",
    ),
    "amount_out_of_range/negative": (
        {"amount": -0.01},
        "This would be -$0.01, but it cannot be negative.",
        "Esto sería -$0.01, pero no puede ser negativo.",
    ),
    "cart_amount_mismatch": (
        {"cart_amount": 1234.5, "lowest": 99.99, "half_up": 99.99, "highest": 100},
        "The cart is $1,234.50, but the items add up to between $99.99 and $100.00.",
        "El carrito es de $1,234.50, pero los artículos suman entre $99.99 y $100.00.",
    ),
    "cart_amount_mismatch/exact": (
        {"cart_amount": 1234.5, "lowest": 100, "half_up": 100, "highest": 100},
        "The cart is $1,234.50, but the items add up to $100.00.",
        "El carrito es de $1,234.50, pero los artículos suman $100.00.",
    ),
    "order_total_mismatch": (
        {"stated": 4300.42, "expected": 4300.41},
        "You entered $4,300.42, but the amounts add up to $4,300.41.",
        "Usted escribió $4,300.42, pero los importes suman $4,300.41.",
    ),
    "history_unknown": (
        {"unknown": ["increase_count"]},
        "The total cannot go up, because we do not know how often it has gone up.",
        "El total no puede subir, porque no sabemos cuántas veces ha subido.",
    ),
    "increase_exceeds_limit/max_increase": (
        {"order_total": 4300.42, "ceiling": 4200.16, "bound_by": "max_increase"},
        "The total would be $4,300.42. With the agreed increase, it can be at most $4,200.16.",
        "El total sería $4,300.42. Con el aumento acordado, puede ser de $4,200.16 como máximo.",
    ),
    "increase_exceeds_limit/max_increase_percent": (
        {"order_total": 4300.42, "ceiling": 4200.16, "bound_by": "max_increase_percent"},
        "The total would be $4,300.42. With the agreed percentage, it can be at most $4,200.16.",
        "El total sería $4,300.42. Con el porcentaje acordado, puede ser de $4,200.16 como máximo.",
    ),
    "increase_exceeds_limit/max_order_total": (
        {"order_total": 4300.42, "ceiling": 4200.16, "bound_by": "max_order_total"},
        "The total would be $4,300.42. The highest total that was agreed is $4,200.16.",
        "El total sería $4,300.42. El total máximo acordado es $4,200.16.",
    ),
    "too_many_increases": (
        {"increase_count": 1000, "max_increases": 3},
        "The total cannot go up again: increases made 1,000, allowed 3.",
        "El total no puede volver a subir: aumentos realizados 1,000, permitidos 3.",
    ),
    "refund_exceeds_total": (
        {"refund_amount": 20.01, "order_total": 20},
        "The refund is $20.01, but the total of the order is $20.00.",
        "El reembolso es de $20.01, pero el total del pedido es $20.00.",
    ),
    "no_active_refund": (
        {},
        "There is no refund request to withdraw.",
        "No hay ninguna solicitud de reembolso que retirar.",
    ),
    "refund_locked": (
        {"locked_at": "2026-04-15 22:00:00"},
        "The refund request has been final since April 15, 2026 at 10:00 PM UTC.",
        "La solicitud de reembolso es definitiva desde el 15 de abril de 2026 a las 10:00 p.m. "
        "UTC.",
    ),
    "refund_locked/undated": (
        {"locked_at": None},
        "The refund request is final.",
        "La solicitud de reembolso es definitiva.",
    ),
    "bad_json": (
        {"reason": "expected a value"},
        "We could not read this change. Please reload the page.",
        "No pudimos leer este cambio. Vuelva a cargar la página.",
    ),
    "duplicate_key": (
        {},
        "This field was sent twice. Please reload the page.",
        "Este campo se envió dos veces. Vuelva a cargar la página.",
    ),
    "too_deep": (
        {"max_depth": 64},
        "We could not read this change: it has more than 64 levels.",
        "No pudimos leer este cambio: tiene más de 64 niveles.",
    ),
    "too_large": (
        {"max_bytes": 1048576},
        "This change is too large: it can have at most 1,048,576 bytes.",
        "Este cambio es demasiado grande: puede tener 1,048,576 bytes como máximo.",
    ),
    "too_large/containers": (
        {"max_bytes": 1048576, "max_containers": 100000},
        "This change is too large: it can have at most 100,000 parts.",
        "Este cambio es demasiado grande: puede tener 100,000 partes como máximo.",
    ),
    "too_many": (
        {"max_items": 1000},
        "There can be at most 1,000 items.",
        "Puede haber 1,000 artículos como máximo.",
    ),
    "missing": ({}, "Please fill in this field.", "Complete este campo."),
    "missing/one_of": (
        {"one_of": ["max_increase", "max_increase_percent", "max_order_total"]},
        "Please state at least one of these: an increase in dollars, an increase in percent, or a "
        "highest total.",
        "Indique al menos una de estas opciones: un aumento en dólares, un aumento en porcentaje o "
        "un total máximo.",
    ),
    "wrong_type": (
        {"expected": "a whole number"},
        "Please enter a whole number.",
        "Escriba un número entero.",
    ),
    "not_nullable": ({}, "Please fill in this field.", "Complete este campo."),
    "not_finite": (
        {},
        "Please enter a number, such as 12.50.",
        "Escriba un número, por ejemplo 12.50.",
    ),
    "too_precise": (
        {"max_decimals": 6},
        "Please use at most 6 decimals.",
        "Use 6 decimales como máximo.",
    ),
    "out_of_range": (
        {"lowest": 0.01, "highest": 9999999999999.99},
        "Please enter a number from 0.01 to 9,999,999,999,999.99.",
        "Escriba un número de 0.01 a 9,999,999,999,999.99.",
    ),
    "blank": ({}, "Please fill in this field.", "Complete este campo."),
    "too_long": (
        {"max_length": 2048},
        "Please shorten this to at most 2,048 characters.",
        "Acorte este texto a 2,048 caracteres como máximo.",
    ),
    "bad_characters": (
        {"forbidden": "lone surrogates"},
        "Please type this again: it has invisible characters that cannot be used.",
        "Vuelva a escribir este texto: tiene caracteres invisibles que no se pueden usar.",
    ),
    "bad_characters/remedy": (
        {"forbidden": "line break", "remedy": "line2"},
        "Please use one line. The second line of an address belongs in “Floor, suite”.",
        "Use una sola línea. La segunda línea de una dirección va en «Piso, oficina».",
    ),
    "bad_format": (
        {"one_of": ["lower", "higher"]},
        "Please choose one of these: the lower or the higher.",
        "Elija una de estas opciones: el menor o el mayor.",
    ),
    "unknown_status": (
        {"one_of": ["order_placed", "refund"]},
        "The status of this order must be one of these: placed or refunded.",
        "El estado de este pedido debe ser uno de estos: realizado o reembolsado.",
    ),
    "empty": (
        {},
        "An order needs at least one item.",
        "Un pedido necesita al menos un artículo.",
    ),
    "unknown_field": ({}, "This field cannot be used.", "Este campo no se puede usar."),
    "read_only_field": ({}, "This field cannot be changed.", "Este campo no se puede cambiar."),
    "too_many_problems": (
        {"max_problems": 100},
        "There are more than 100 problems. The others are shown later.",
        "Hay más de 100 problemas. Los demás se muestran después.",
    ),
    "other": (
        {},
        "This is not possible. Please contact us.",
        "Esto no es posible. Comuníquese con nosotros.",
    ),
}
