// Which sections answer a question best. MiniSearch computes the scores; the numbers are those of
// tutorial_utils/course/search/ranking.py.
window.bookRanking = ((index, { termsOf }) => {
  const BOOSTS = { messages: 2, names: 0.5, text: 1, asked: 5 };
  const JUST_THAT = 3;
  const MOST_TERMS = 40;
  const TYPED = 12; // terms: in a longer question, nobody's typing is corrected
  const wrongLetters = (term) => (term.length >= 8 ? 2 : term.length >= 5 ? 1 : 0);

  const load = (half, fields) => MiniSearch.loadJS(half, { idField: "id", fields });
  const places = load(index.places, ["messages", "names", "text"]);
  const asked = load(index.asked, ["asked"]);
  const known = new Set([...index.places.index, ...index.asked.index].map(([term]) => term));

  const questionTerms = (question) => [...new Set(termsOf(question))].slice(0, MOST_TERMS);

  function rank(question) {
    const terms = questionTerms(question);
    const isNew = (term) => terms.length <= TYPED && !known.has(term);
    const options = {
      tokenize: () => terms,
      processTerm: (term) => term,
      boost: BOOSTS,
      fuzzy: (term) => isNew(term) && wrongLetters(term),
      prefix: (term, number) => isNew(term) && number === terms.length - 1 && term.length > 2,
    };
    const scores = new Map(places.search(question, options).map(({ id, score }) => [id, score]));
    const best = new Map();
    for (const { id, score, queryTerms } of asked.search(question, options)) {
      const section = index.ways[id][0];
      const all = queryTerms.length === terms.length && index.asked.fieldLength[id][0] === terms.length;
      best.set(section, Math.max(best.get(section) ?? 0, all ? score * JUST_THAT : score));
    }
    for (const [section, score] of best) scores.set(section, (scores.get(section) ?? 0) + score);
    return inOrder(scores);
  }

  const rounded = (score) => Math.round(score * 1e6);
  const inOrder = (scores) =>
    [...scores]
      .sort(([a, x], [b, y]) => rounded(y) - rounded(x) || a - b)
      .map(([section]) => section);

  return { rank, inOrder, questionTerms };
});
