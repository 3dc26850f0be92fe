"""What a learner's file is worth: its cells, run by nbval in a fresh kernel, and a verdict on each.

A check goes through ``graded_copy`` (the cells that are run), ``kernels`` and ``nbval_run`` (running
them) and ``grading`` (verdicts from what ran), all in a process of its own, ``worker``. ``checking``
is the other end of that process; ``report_model`` is what it hands back.
"""
