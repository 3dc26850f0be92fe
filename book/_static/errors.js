// The list of messages, narrowed as one types: an entry stays while it has every word. Where none has
// them all, as for a pasted traceback, the list stays whole, and the hits above it answer.
(() => {
  const box = document.querySelector("#find");
  const count = document.querySelector("#left");
  const situations = [...document.querySelectorAll("article section section")].filter((section) =>
    section.querySelector(":scope > section"),
  );
  const entries = situations.flatMap((section) => [...section.querySelectorAll(":scope > section")]);
  const texts = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));

  function narrow() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const left = entries.filter((entry) => words.every((word) => texts.get(entry).includes(word)));
    const shown = new Set(left.length ? left : entries);
    for (const entry of entries) entry.hidden = !shown.has(entry);
    for (const section of situations) {
      section.hidden = ![...section.querySelectorAll(":scope > section")].some((e) => shown.has(e));
    }
    const said = `${left.length} of ${entries.length} messages have these words.`;
    count.textContent = words.length && left.length ? said : "";
    return words.length > 0 && left.length > 0;
  }

  // Hits would push the list away; they are there where the list has nothing, and for "Find".
  const hits = (shown) => document.body.classList.toggle("narrowed", !shown);
  box.form.addEventListener("submit", () => hits(true));
  box.addEventListener("input", () => hits(!narrow()));
  if (new URLSearchParams(location.search).get("q")) addEventListener("load", narrow);
})();
