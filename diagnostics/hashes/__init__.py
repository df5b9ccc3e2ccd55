"""CUFE, CUDE, CUDS and the security code of the software: the parts they are made of, and what goes wrong in them.

`recipes` says which parts in which order, `mistakes` what is known to go wrong with each, `search` finds the one that
explains a value. What was typed in as a secret is in a `Part`, which does not show it.
"""
