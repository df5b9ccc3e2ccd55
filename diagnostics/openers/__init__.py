"""One module a kind of input: what it is made of, and which reader takes it."""
