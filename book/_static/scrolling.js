// Code that is wider than its box scrolls. Give such a box, and no other, a place in the order of
// the Tab key, so that it can be scrolled without a mouse.
function markScrolling() {
  for (const box of document.querySelectorAll("pre, .cell_output, .table-wrapper")) {
    const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    if (scrolls && getComputedStyle(box).overflowX !== "visible") box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

markScrolling();
addEventListener("resize", markScrolling);
document.addEventListener("toggle", markScrolling, true);
