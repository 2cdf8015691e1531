"""Which seeded faults each strategy and the state machine find, in how many of the runs."""
