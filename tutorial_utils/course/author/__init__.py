"""From what people write to what everybody reads: sources in, compiled notebooks out.

``reading`` reads a lesson, ``rules`` says what it must keep to, ``weave`` joins it with its answers,
``build`` compiles what has changed (``inputs`` says what that is, ``executing`` runs it,
``normalise`` makes outputs the same on every run).
"""
