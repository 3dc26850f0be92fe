"""``import tutorial_utils.explaining``: from this line on, errors get their meaning and cure.

In a script, and in a notebook: one import, and no other line changes. The errors stay what they
are; those that are known get a note below their traceback.
"""

import sys

from .tensors.errors.explain import explain_everywhere

explain_everywhere(sys.modules.get("IPython"))
