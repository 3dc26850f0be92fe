// A text as the terms that are looked up, as tutorial_utils/course/search/terms.py has them.
window.bookTerms = (({ stop, names, synonyms }) => {
  const letter = "[^\\P{L}\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af]";
  const digit = "\\p{N}";
  const inAWord = `(?:${letter}|${digit}|_)`;
  const aName = new RegExp(`${inAWord}+(?:[.-](?!\\p{Nd})${inAWord}+)*`, "gu");
  const LONGEST = 40;

  const stopWords = new Set(words(stop));
  const oneWord = new RegExp(words(names).join("|"), "g");
  const standsFor = new Map(
    synonyms.flatMap((group) => {
      const [first, ...others] = words(group);
      return [first, ...others].map((word) => [stem(word), stem(first)]);
    }),
  );

  function words(text) {
    return text.split(/\s+/).filter(Boolean);
  }

  function stem(word) {
    if (word.endsWith("ies") && word.length > 4) word = word.slice(0, -3) + "y";
    else if (/[^siu]s$|^s$/.test(word) && word.length > 3) word = word.slice(0, -1);
    for (const ending of ["ing", "ed", "ion"]) {
      if (!word.endsWith(ending)) continue;
      const rest = word.slice(0, -ending.length);
      if (rest.length > 2 && /[aeiouy]/.test(rest)) {
        const twice = rest.at(-1) === rest.at(-2) && !"lsz".includes(rest.at(-1));
        word = twice ? rest.slice(0, -1) : rest;
        break;
      }
    }
    return word.endsWith("e") && word.length > 3 ? word.slice(0, -1) : word;
  }

  const isWord = (word) => word.length > 1 && word.length <= LONGEST && /\p{L}/u.test(word);
  const oneFor = (word) => standsFor.get(stem(word)) ?? stem(word);

  function ofName(name) {
    const pieces = name.split(/[.-]/);
    const parts = pieces
      .flatMap((piece) => piece.split("_"))
      .flatMap((part) => part.split(/(?<=[a-z])(?=[A-Z])/))
      .map((part) => part.toLowerCase());
    const joined = [name, ...pieces].map((whole) => whole.replace(/[._-]/g, "").toLowerCase());
    const wholes = [...new Set(joined)].filter((whole) => !parts.includes(whole));
    return [...wholes, ...parts.filter((part) => !stopWords.has(part))].filter(isWord).map(oneFor);
  }

  const known = new Map();
  function learn(name) {
    known.set(name, ofName(name));
    return known.get(name);
  }

  // Where each word or name of a text begins and ends, and its terms.
  function namesIn(text) {
    text = text.replace(oneWord, (name) => name[0] + name.slice(1).toLowerCase());
    return [...text.matchAll(aName)].map((found) => ({
      start: found.index,
      end: found.index + found[0].length,
      terms: known.get(found[0]) ?? learn(found[0]),
    }));
  }

  return { namesIn, termsOf: (text) => namesIn(text).flatMap((name) => name.terms) };
});
