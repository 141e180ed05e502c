"""When something is due, how often, and what it waits for, as texts state it."""
