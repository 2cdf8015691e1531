"""The nouns: amounts, statuses, orders and limits, as immutable values that check themselves.

A module may import only those above it in this list: `arithmetic`, `values`, `codegen`, `text`,
`numbers`, `timestamps`, `fact_kinds`, `kinds`, `fields`, `money`, `status`, `deadline`, `contact`,
`item`, `refund`, `order`, `limit`. The package imports nothing from the folders beside it.
"""
