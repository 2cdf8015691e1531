"""For property-based test suites: Hypothesis strategies and a stateful model (extra `testing`).

`strategies` draws orders, limits, updates and payloads; `stateful` runs a server of your own
against the rules. `hypothesis.strategies.from_type` knows the package's types without either.
Nothing outside this folder imports it.
"""
