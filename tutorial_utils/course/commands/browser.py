"""Where the built book is."""

from ..content.location import checkout, content
from ..exceptions import CourseError


def first_page():
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
