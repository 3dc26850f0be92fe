"""The machinery of the course: from lesson sources to compiled notebooks to checked exercises.

Read in this order: ``sources`` (what a lesson is), ``rules`` (what it must keep to), ``weave`` and
``build`` (how it is compiled), ``compiled`` (how everything else reads it), ``notebook`` (what a
learner calls), ``tries`` (what may be seen when), ``delivery``, ``grading`` and ``reset`` (what
happens to a learner's files), ``state`` and ``place`` (how far and where a learner is), ``cli``.
"""
