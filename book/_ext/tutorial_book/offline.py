"""Keep astroid, which reads the library for autoapi, from reading what the library imports.

Where Keras and TensorFlow are installed it would parse half of them (6 of 10 seconds), and what the
pages say would depend on what is installed.
"""

import sys

from astroid.exceptions import AstroidImportError
from astroid.manager import AstroidManager

KNOWN = {"tutorial_utils", *sys.stdlib_module_names}


def stay() -> None:
    """From now on, modules of others cannot be found by astroid."""
    follow = AstroidManager.ast_from_module_name

    def follow_ours(self, modname, *args, **options):
        if modname is not None and modname.partition(".")[0] not in KNOWN:
            raise AstroidImportError(f"{modname} is not read", modname=modname)
        return follow(self, modname, *args, **options)

    AstroidManager.ast_from_module_name = follow_ours
