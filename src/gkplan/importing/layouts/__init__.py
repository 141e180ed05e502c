"""The layouts that documents have: one module for each way of reading, found by its presence.

A module states ``NAME``, what people are shown, and ``read``, which makes an outline of blocks or
returns None where the layout is not theirs. Nothing else has to know it: ``readings`` tries all.
"""
