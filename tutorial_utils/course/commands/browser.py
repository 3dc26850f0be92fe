"""Where the built book is."""

from pathlib import Path

from ..content.location import checkout, content
from ..exceptions import CourseError


def first_page() -> Path:
    """The path of the book's first page: of a clone, or of the installed package.

    Raises:
        CourseError: saying how to get it.
    """
    try:
        page = checkout() / "book" / "_build" / "html" / "index.html"
        how = "The book is not built yet. Run: make book"
    except CourseError:
        page = content() / "book" / "index.html"
        how = (
            "The book is not in the installed package: get a clone of Seeing Tensors and run "
            "`make book` in it. Here, every lesson opens with: tutorial lab"
        )
    if not page.is_file():
        raise CourseError(how)
    return page


def address_in_book(address: str) -> str:
    """The address of a place in the built book; where none is built, the place and how to get there."""
    page, _, anchor = address.partition("#")
    try:
        uri = (first_page().parent / page).as_uri()
    except CourseError:
        return f"{address} in the book"
    return f"{uri}#{anchor}" if anchor else uri
