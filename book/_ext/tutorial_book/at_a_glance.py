"""The first page's picture, once for wide screens and once for narrow ones."""

from tutorial_utils.pictures.at_a_glance import MOMENTS, moments_as_svg

from .contents import Contents


def picture(_contents: Contents) -> str:
    drawn = [moments_as_svg(len(MOMENTS), "wide"), moments_as_svg(2, "narrow")]
    return "\n".join(['<div class="at-a-glance">', *drawn, "</div>"])
