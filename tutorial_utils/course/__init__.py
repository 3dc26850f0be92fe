"""The machinery of the course: from lesson sources to compiled notebooks to checked exercises.

Read in this order: ``sources`` (what a lesson is), ``rules`` (what it must keep to), ``weave`` and
``build`` (how it is compiled), ``compiled`` (how everything else reads it), ``notebook`` (what a
learner calls), ``tries`` (what may be seen when), ``delivery`` and ``reset`` (how a learner gets
files), ``state`` and ``place`` (how far and where a learner is), ``cli``.

A check goes through: ``learner`` (the file as it is), ``graded_copy`` (the cells that are run),
``kernel`` and ``nbval_run`` (running them), ``verdict_channel`` (how ``check`` says what it found),
``grading`` (verdicts from what was said), all in a process of its own, ``worker``. ``checking`` is the
other end of that process; ``watch`` keeps one waiting.
"""
