"""The nouns: amounts, statuses, orders and limits, as immutable values that check themselves.

A module may import only those above it in this list: `arithmetic`, `values`, `codegen`, `text`,
`numbers`, `kinds`, `fields`, `money`, `status`, `timestamps`, `deadline`, `contact`, `item`,
`refund`, `order`, `limit`. The package imports nothing from the folders beside it.
"""
