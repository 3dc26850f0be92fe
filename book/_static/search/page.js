// The search box and its hits. What is searched is loaded when somebody searches, and not before.
(() => {
  const HERE = new URL(".", document.currentScript.src);
  const BOOK = new URL("../../", HERE);
  const PARTS = ["minisearch", "terms", "ranking", "pasted", "excerpts", "finding", "index"];
  const PAUSE = 40; // milliseconds without a key: then it is worth looking
  const SAID_LATER = 600; // then a screen reader is told, and not at every letter

  let loading;
  const search = () => (loading ??= load());

  async function load() {
    await Promise.all(PARTS.map(script));
    return bookSearch(window.bookIndex);
  }

  function script(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(`${name}.js`, HERE);
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${name}.js is missing`));
      document.head.append(element);
    });
  }

  // Texts are put in as texts: nothing of a question or of the book is read as HTML.
  function make(tag, className, ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  // Backticks mark code, as in the pages that the hits lead to.
  const withCode = (text) =>
    text.split("`").map((piece, i) => (i % 2 ? make("code", "", piece) : piece));

  function item({ address, page, heading, excerpt, cure, sure }) {
    const link = make("a", "", ...withCode(heading));
    link.href = new URL(address, BOOK);
    const shown = cure
      ? make("p", "hit-cure", make("strong", "", sure ? "Do this: " : "Near, and perhaps not yours: "), ...withCode(cure))
      : make(
          "p",
          "hit-excerpt",
          ...excerpt.map(([text, marked]) => {
            const plain = text.replaceAll("`", "");
            return marked ? make("mark", "", plain) : plain;
          }),
        );
    const head = make("p", "hit-heading", link, " ", make("span", "hit-page", page));
    return make("li", cure ? "hit hit-message" : "hit", head, shown);
  }

  const list = (hits) => make("ol", "hits", ...hits.map(item));

  function nothing(question, nearest) {
    const short = question.length > 80 ? `${question.slice(0, 80)}…` : question;
    const all = make("a", "", "every question that the book answers");
    all.href = new URL("questions.html", BOOK);
    return [
      make("p", "", `Nothing in the book has the words “${short}”. Try this:`),
      make(
        "ul",
        "",
        make("li", "", "of a traceback, paste its last line, which begins with the error's name"),
        make("li", "", "name what you hold and where you are: “KerasTensor in a loss”"),
        make("li", "", "look through ", all),
      ),
      make("p", "", "Spelt most like it:"),
      list(nearest),
    ];
  }

  function counted(number) {
    if (!number) return "Nothing found.";
    return number === 1 ? "1 place found." : `${number} places found, the best first.`;
  }

  function attend(form) {
    const box = form.querySelector("input[name=q]");
    const status = make("p", "hits-count");
    status.setAttribute("role", "status");
    const results = make("div", "hits-box");
    form.after(status, results);
    let timer, teller, turn = 0;

    async function look() {
      const mine = ++turn;
      const question = box.value.trim();
      clearTimeout(timer);
      clearTimeout(teller);
      let content = [];
      let said = "";
      if (question) {
        try {
          const { hits, nearest } = await search();
          const found = hits(question);
          content = found.length ? [list(found)] : nothing(question, nearest(question));
          said = counted(found.length);
        } catch (error) {
          said = `The search does not work: ${error.message}.`;
        }
      }
      if (mine !== turn) return; // somebody has typed on
      const held = results.contains(document.activeElement) && document.activeElement.href;
      results.replaceChildren(...content);
      if (held) { // somebody walks through the hits already: not off the page with them
        const links = [...results.querySelectorAll("a")];
        (links.find((link) => link.href === held) ?? box).focus();
      }
      results.dataset.question = question;
      teller = setTimeout(() => { status.textContent = said; }, status.textContent ? SAID_LATER : 0);
    }

    box.addEventListener("input", () => {
      search().catch(() => {}); // it comes while one types; what is missing is told in `look`
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // The question stands in the address, so that a link to the hits can be kept.
      const here = new URL(location.href);
      here.searchParams.set("q", box.value);
      try { history.replaceState(null, "", here); } catch { /* some browsers refuse it for files */ }
      look();
    });
    // Arrow keys go through the hits, and back into the box.
    form.parentElement.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [box, ...results.querySelectorAll(".hits a")];
      const now = stops.indexOf(document.activeElement);
      if (!step || now < 0 || !stops[now + step]) return;
      event.preventDefault();
      stops[now + step].focus();
    });

    const given = new URLSearchParams(location.search).get("q");
    if (given) {
      box.value = given;
      look();
    }
  }

  document.querySelectorAll("form.find").forEach(attend);
})();
