"""Where the built book is."""

from .content import checkout
from .trouble import CourseError


def first_page():
    """The path of the book's first page.

    Raises:
        CourseError: saying how to get it.
    """
    try:
        book = checkout() / "book"
    except CourseError:
        raise CourseError(
            "The book is not in the installed package: get a clone of Seeing Tensors and run "
            "`make book` in it."
        ) from None
    page = book / "_build" / "html" / "index.html"
    if not page.is_file():
        raise CourseError("The book is not built yet. Run: make book")
    return page
