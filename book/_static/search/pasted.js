// A pasted message: which known ones stand in it, and what of a long text is the message. The same
// as tutorial_utils/course/search/pasted.py.
window.bookPasted = ((messages) => {
  const AT_MOST = 3;
  const TYPED = 60; // words: a longer text is a traceback or a log
  const OF_A_MESSAGE = 400;
  const ENOUGH = 15; // letters of a message that was pasted in part

  const oneLine = (text) => text.split(/\s+/).filter(Boolean).join(" ");
  // Names of tensors, numbers and quotes differ from one program to the next.
  const loose = (text) => text.toLowerCase().replace(/\(.*?\)/gs, "").replace(/[^a-z]+/g, " ").trim();
  const bare = (text) => text.replace(/^\w*(?:error|exception) /, "");
  // Whole words only: a message about a Tensor is not one about a KerasTensor.
  const holds = (text, part) => ` ${text} `.includes(` ${part} `);

  function knownIn(question) {
    const text = oneLine(question);
    // Today's wording is known exactly; only where nothing has it are older and partial ones tried.
    const exactly = messages
      .map((message) => [message, new RegExp(message.match).exec(text)?.[0].length ?? -1])
      .filter(([, length]) => length >= 0)
      .sort(([, a], [, b]) => b - a)
      .map(([message]) => message);
    const found = exactly.length ? exactly : messages.filter((message) => resembles(message, text));
    return found.slice(0, AT_MOST);
  }

  function resembles(message, text) {
    const asked = loose(text);
    return [message.says, ...message.older].map(loose).some(
      (wording) =>
        holds(asked, bare(wording)) || (asked.length > ENOUGH && holds(wording, bare(asked))),
    );
  }

  function essence(question) {
    const isTraceback = question.includes("Traceback (most recent call last)");
    if (!isTraceback && question.split(/\s+/).filter(Boolean).length <= TYPED) return question;
    const raised = [...question.matchAll(/[A-Za-z_]*(?:Error|Exception|Warning)\b/g)].at(-1);
    const start = raised?.index ?? 0;
    return question.slice(start, start + OF_A_MESSAGE);
  }

  return { knownIn, essence };
});
