// Hits for a question: known messages with their cure first, then the sections that rank best. The
// same as tutorial_utils/course/search/finding.py.
window.bookSearch = ((index) => {
  const AT_MOST = 10;
  const NEAREST = 3;
  const terms = bookTerms(index.words);
  const { rank, inOrder, questionTerms } = bookRanking(index, terms);
  const { knownIn, essence } = bookPasted(index.messages);
  const { excerpt } = bookExcerpts(terms);
  let ways; // made when the first question finds nothing
  const numbers = new Map(index.sections.map(({ address }, number) => [address, number]));

  function hit(number, words, known) {
    const { address, page, heading, text } = index.sections[number];
    const { message, sure = true } = known ?? {};
    return {
      address,
      page,
      heading,
      excerpt: excerpt(text, words),
      cure: message?.cure ?? "",
      sure: sure || message.introduces,
    };
  }

  function hits(question) {
    const known = new Map(knownIn(question).map((one) => [numbers.get(one.message.address), one]));
    const asked = essence(question);
    const words = questionTerms(asked);
    return [...known.keys(), ...rank(asked).filter((number) => !known.has(number))]
      .slice(0, AT_MOST)
      .map((number) => hit(number, words, known.get(number)));
  }

  // For a question that finds nothing: the places whose headings are spelt most like it.
  function nearest(question) {
    const wanted = threes(question);
    const alike = new Map();
    ways ??= index.ways.map(([section, way]) => [section, threes(way)]);
    for (const [section, had] of ways) {
      const both = [...wanted].filter((three) => had.has(three)).length;
      const share = (2 * both) / Math.max(wanted.size + had.size, 1);
      alike.set(section, Math.max(alike.get(section) ?? 0, share));
    }
    return inOrder(alike)
      .slice(0, NEAREST)
      .map((number) => hit(number, []));
  }

  function threes(text) {
    const letters = [...` ${text.toLowerCase().split(/\s+/).filter(Boolean).join(" ")} `];
    return new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join("")));
  }

  return { hits, nearest };
});
