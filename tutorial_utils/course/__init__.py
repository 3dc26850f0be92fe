"""The machinery of the course, in rooms: from lesson sources to compiled notebooks to verdicts.

Each room uses those after it, and none before it:

``commands``   the program ``tutorial``: what it asks, does and says
``mutation``   answers changed in small ways, to find holes in judges
``author``     sources in, compiled notebooks out
``grading``    a learner's file, run again, and a verdict on each exercise
``machine``    what lies under the course: set-up, its faults, JupyterLab, signals
``desk``       a learner's folder: files, attempts, progress
``content``    what a lesson is, where lessons are, what compiled notebooks say

``notebook`` is what a learner calls in a cell; ``exceptions`` is what goes wrong, said in a sentence.
"""
