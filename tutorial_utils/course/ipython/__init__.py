"""What the course does in a learner's kernel beside ``check``: how errors, predictions and verdicts show.

``tutorial lab`` starts kernels with :mod:`.extension`; elsewhere, importing ``check`` brings it.
"""
