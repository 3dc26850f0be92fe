// The part of a section that a hit shows: where most of the question's words stand together. The
// same as tutorial_utils/course/search/excerpts.py.
window.bookExcerpts = (({ namesIn }) => {
  const LETTERS = 190;
  const BEFORE = 30; // letters of what stands before the first word that was found

  // Pieces of the text in order, each with whether it is one of the words that were looked for.
  function excerpt(text, terms) {
    const wanted = new Set(terms);
    const names = namesIn(text);
    const found = names
      .map((name) => ({ ...name, terms: name.terms.filter((term) => wanted.has(term)) }))
      .filter((name) => name.terms.length);
    let start = densest(found) - BEFORE;
    start = start > BEFORE ? names.find((name) => name.start >= start).start : 0;
    let stop = text.length;
    if (stop - start > LETTERS) {
      stop = text.lastIndexOf(" ", start + LETTERS - 1);
      if (stop <= start) stop = start + LETTERS;
    }
    const pieces = start ? [["…", false]] : [];
    let here = start;
    for (const name of found) {
      if (name.start < start || name.end > stop) continue;
      pieces.push([text.slice(here, name.start), false], [text.slice(name.start, name.end), true]);
      here = name.end;
    }
    pieces.push([text.slice(here, stop), false], [stop < text.length ? "…" : "", false]);
    return pieces.filter(([piece]) => piece);
  }

  // Where the stretch begins that has the most of the words; the first of several.
  function densest(found) {
    let best = 0;
    let most = 0;
    for (const { start } of found) {
      const near = new Set(
        found
          .filter((other) => other.start >= start && other.start < start + LETTERS - BEFORE)
          .flatMap((other) => other.terms),
      );
      if (near.size > most) [best, most] = [start, near.size];
    }
    return best;
  }

  return { excerpt };
});
