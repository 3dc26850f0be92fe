// A pasted message: which known ones stand in it, and what of a long text is the message. The same
// as tutorial_utils/tensors/errors/recognising.py and tutorial_utils/course/search/pasted.py.
window.bookPasted = ((messages) => {
  const AT_MOST = 3;
  const TYPED = 60; // words: a longer text is a traceback or a log
  const OF_A_MESSAGE = 400;
  const LOOKED_AT = 20_000; // letters at the end of a log: what was raised stands there
  const BEGINNING = 15; // letters of a wording: where they stand in a cut text, it may begin
  const ENOUGH = 24; // letters of a wording: `object has no attribute` is said of everything
  const LONGEST_CUT = 400;
  const OTHER_WORDS = 1; // of a beginning, beside names in quotes or with a number
  const A_NAME = /['"`\d_]/;
  const ANSI = /\x1b\[[0-9;?]*[ -/]*[@-~]/g;
  const BEFORE_A_LINE = new RegExp(
    "^\\s*(?:[>|\u2502]+[ ]?|E\\s{2,}|\\[?\\d{4}-\\d\\d-\\d\\d[T ][\\d:.,]+Z?\\]?[ ]?" +
      "|\\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|FATAL)\\]?[: ]+|[IWEF]\\d{4}[ ][\\d:.]+[ ]+\\d+[ ]" +
      "|[\\w./-]+\\.py:\\d+[\\]:]?[ ])+",
  );
  const TYPE = /\b[A-Za-z_]\w{0,80}(?:Error|Exception|Warning|Interrupt)\b/g;
  const PARTS = /\\d\+|\\b|\\.|[()|?]|[^\\()|?*+.[\]{}^$]/g;

  const oneLine = (text) => text.split(/\s+/).filter(Boolean).join(" ");
  const QUOTES = /['"`\u2018\u2019\u201c\u201d]/g;
  // Inside of a word (it's), or with neither a letter nor a group of names beside it.
  const NOT_AT_A_NAME = /(?<=\w)['"`](?=\w)|(?<!\w)(?<!(?<!\\)\))['"`](?![\w(])/g;
  const unquoted = (text) => text.replace(QUOTES, "");
  const unspaced = (text) => text.replace(/\s+/g, "");
  // Where a quote stood, a name begins or ends.
  const unquotedPattern = (pattern) => pattern.replace(NOT_AT_A_NAME, "").replace(QUOTES, "\\b");
  const FORMS = [
    [(text) => text, (pattern) => pattern],
    [unquoted, unquotedPattern],
    [unspaced, unspaced],
  ];

  function readings(question) {
    const text = question.slice(-LOOKED_AT).replace(ANSI, "");
    const lines = text.split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/);
    const unmarked = lines.map((line) => line.replace(BEFORE_A_LINE, "")).join(" ");
    return [...new Set([oneLine(text), oneLine(unmarked)])];
  }

  const patternsOf = ({ match, older }) => [
    ["today", match],
    ...older.map((pattern) => ["older", pattern]),
  ];

  function placesIn(text, patternOf, types) {
    const last = [...text.matchAll(TYPE)].at(-1)?.index ?? 0;
    return messages.flatMap((message) => {
      const fits = !types.size || message.types.some((type) => types.has(type));
      return patternsOf(message).flatMap(([wording, pattern]) =>
        [...text.matchAll(new RegExp(patternOf(pattern), "g"))].map((found) => {
          const [start, end] = [found.index, found.index + found[0].length];
          const isLast = start >= last;
          const letters = unquoted(unspaced(found[0])).length;
          const rank = [fits, isLast, wording === "today", letters].map(Number);
          const sure = fits && message.sure;
          const place = [!sure, !isLast, wording !== "today", start].map(Number);
          return { message, start, end, sure, rank, place };
        }),
      );
    });
  }

  function compared(a, b) {
    const at = a.findIndex((part, n) => part !== b[n]);
    return at < 0 ? 0 : a[at] - b[at];
  }
  // Of two for the same words, the one that says more is it.
  const byRank = ({ rank: a }, { rank: b }) => compared(b, a);

  // Of several patterns for the same words, the one that says most.
  function matches(places) {
    const best = new Map();
    for (const place of places.sort(byRank)) {
      const overlaps = [...best.values()].some(
        (other) => place.start < other.end && other.start < place.end,
      );
      if (!best.has(place.message) && !overlaps) best.set(place.message, place);
    }
    return [...best.values()].sort(({ place: a }, { place: b }) => compared(a, b));
  }

  function recognise(question) {
    const read = readings(question);
    const types = new Set(read[0].match(TYPE) ?? []);
    const [best = []] = FORMS.flatMap(([formOf, patternOf]) =>
      read.map((text) => placesIn(formOf(text), patternOf, types).sort(byRank)),
    )
      .filter((places) => places.length)
      .sort(([a], [b]) => byRank(a, b));
    const said = Math.max(0, ...best.map(({ start, end }) => end - start));
    const unfinished = cut(question.replace(ANSI, ""), types, said);
    const found = matches(best);
    if (!found.length && !unfinished.length) return begunAlike(question.replace(ANSI, ""), types);
    if (!found.length || !unfinished.length) return unfinished.length ? unfinished : found;
    // It may go on as the longer wording does, or otherwise.
    const begun = new Set(unfinished.map(({ message }) => message));
    return [...unfinished, ...found.filter(({ message }) => !begun.has(message))].map(
      ({ message }) => ({ message, sure: false }),
    );
  }

  // All texts that a pattern stands for, with 0 for any number.
  const known = new Map();
  function wordings(pattern) {
    if (!known.has(pattern)) known.set(pattern, written(pattern));
    return known.get(pattern);
  }
  function written(pattern) {
    const parts = pattern.match(PARTS) ?? [];
    let at = 0;
    function alternatives() {
      const all = [];
      let texts = [""];
      while (at < parts.length && parts[at] !== ")") {
        const part = parts[at++];
        if (part === "|") {
          all.push(...texts);
          texts = [""];
          continue;
        }
        let more = [{ "\\d+": "0", "\\b": "" }[part] ?? part.at(-1)];
        if (part === "(") {
          more = alternatives();
          at += 1;
          if (parts[at] === "?") {
            more.push("");
            at += 1;
          }
        }
        texts = texts.flatMap((before) => more.map((after) => before + after));
      }
      return [...all, ...texts];
    }
    return alternatives();
  }

  const withAnyNumber = (text) => text.replace(/\d+/g, "0");
  const shortened = (text) => withAnyNumber(oneLine(text)).replace(/[\u2026. ]+$/, "");
  const ofTheseTypes = (types) =>
    messages.filter((message) => !types.size || message.types.some((type) => types.has(type)));

  // A text that ends inside a wording: sure, if that is so for one message alone.
  function cut(question, types, said) {
    const text = shortened(question);
    if (text.length < ENOUGH || text.length > LONGEST_CUT) return [];
    const shared = (pattern) =>
      Math.max(
        0,
        ...wordings(pattern).map((wording) => {
          const start = text.lastIndexOf(wording.slice(0, BEGINNING));
          const letters = start >= 0 ? text.length - start : 0;
          return letters >= ENOUGH && wording.startsWith(text.slice(start)) ? letters : 0;
        }),
      );
    const only = ofTheseTypes(types)
      .map((message) => [message, Math.max(...patternsOf(message).map(([, p]) => shared(p)))])
      .filter(([, letters]) => letters > said)
      .sort(([, a], [, b]) => b - a);
    const sure = only.length === 1 && only[0][0].sure;
    return only.map(([message]) => ({ message, sure }));
  }

  // A text that ends inside what a message says, but for the names in it: never sure.
  function begunAlike(question, types) {
    const text = shortened(question);
    if (text.length > LONGEST_CUT) return [];
    const words = text.split(" ");
    return ofTheseTypes(types)
      .map((message) => [message, alike(words, oneLine(withAnyNumber(message.says)).split(" "))])
      .filter(([, letters]) => letters >= ENOUGH)
      .sort(([, a], [, b]) => b - a)
      .map(([message]) => ({ message, sure: false }));
  }

  // How many letters at the text's end are words that a message begins with.
  function alike(words, said) {
    const starts = words.flatMap((word, at) => (word === said[0] ? [at] : []));
    return Math.max(0, ...starts.map((start) => lettersAlike(words.slice(start), said)));
  }
  function lettersAlike(words, said) {
    const last = words.length - 1;
    if (last >= said.length || words[said.length - 1] === said.at(-1)) return 0; // it was not cut
    const same = words.map((w, at) => (at < last ? w === said[at] : said[at].startsWith(w)));
    const others = words.filter(
      (word, at) => !same[at] && !(A_NAME.test(word) && A_NAME.test(said[at])),
    );
    if (others.length > OTHER_WORDS || !same[last]) return 0;
    return words.reduce((letters, word, at) => letters + (same[at] ? word.length : 0), 0);
  }

  // The sure ones, or those that are near.
  function knownIn(question) {
    const found = recognise(question);
    const said = found.filter(({ message }) => !message.introduces);
    const known = said.length ? said : found;
    const sure = known.filter((match) => match.sure);
    return (sure.length ? sure : known).slice(0, AT_MOST);
  }

  function essence(question) {
    const isTraceback = question.includes("Traceback (most recent call last)");
    if (!isTraceback && question.split(/\s+/).filter(Boolean).length <= TYPED) {
      return question.slice(-LOOKED_AT);
    }
    question = question.slice(-LOOKED_AT);
    const raised = [...question.matchAll(/\b[A-Za-z_]{0,80}(?:Error|Exception|Warning)\b/g)].at(-1);
    const start = raised?.index ?? 0;
    return question.slice(start, start + OF_A_MESSAGE);
  }

  return { knownIn, essence };
});
