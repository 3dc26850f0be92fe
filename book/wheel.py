"""The wheel carries the book, where it was built: ``make book``, then build the wheel."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Book(BuildHookInterface):
    def initialize(self, version, build_data):
        html = Path(self.root, "book", "_build", "html")
        if version == "standard" and (html / "index.html").is_file():
            build_data["force_include"][str(html)] = "tutorial_utils/_content/book"
