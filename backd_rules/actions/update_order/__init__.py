"""`POST /update_order`: the request, what it proposes, the rules, and the order after it.

`decide` calls the rest. A rule belongs in `rules`, its call in `decide`.
"""
