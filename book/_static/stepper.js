// Shows a table of steps one step at a time. Without this script the table is there, and says the same.
(() => {
  const made = (tag, name, text = "") =>
    Object.assign(document.createElement(tag), { className: name, textContent: text });

  function read(row) {
    const [who, , says, printed] = row.querySelectorAll("td");
    const [source, lines, inside, call] = row.dataset.at.split("|");
    const told = (cell) => [...cell.querySelectorAll("p")];
    return {
      who: who.textContent,
      says: told(says),
      names: [...says.querySelectorAll("li")].map((li) => [
        li.firstChild.textContent,
        li.lastChild.textContent.trim(),
      ]),
      printed: told(printed).map((p) => [p.firstChild.textContent, p.lastChild.textContent]),
      source,
      inside,
      call,
      lines: lines.split(" ").filter(Boolean).map(Number),
    };
  }

  function build(box) {
    const about = JSON.parse(box.querySelector("script").textContent);
    const steps = [...box.querySelectorAll("tbody tr")].map(read);
    const held = new Map(); // the names of each call of a function, as they are after each step
    for (const step of steps) {
      held.set(step.call, { ...held.get(step.call), ...Object.fromEntries(step.names) });
      step.all = step.call ? held.get(step.call) : {};
    }
    const chosen = new Map(); // by question

    const view = made("div", "step-view");
    view.setAttribute("role", "group");
    view.setAttribute("aria-label", "This run, step by step");
    const bar = made("div", "step-bar");
    const buttons = ["First", "Back", "Forward", "Last"].map((name) => made("button", "", name));
    const slider = Object.assign(made("input", ""), { type: "range", min: 1, max: steps.length });
    slider.setAttribute("aria-label", "Step");
    bar.append(...buttons, slider);
    const now = made("p", "step-now");
    const says = made("p", "step-says");
    const ask = made("div", "step-ask");
    const listing = made("div", "step-code");
    const out = made("div", "step-out");
    const names = made("div", "step-names");
    const live = made("p", "step-live");
    live.setAttribute("aria-live", "polite");
    view.append(bar, now, says, ask, listing, out, names, live);

    let at = 0;
    let shown = null; // the source whose lines are listed

    function list(source) {
      if (source === shown || source === "") return;
      shown = source;
      listing.replaceChildren(
        ...about.sources[source].lines.map((line, i) => {
          const code = made("code", "", line || " ");
          code.dataset.line = about.sources[source].first + i;
          return code;
        }),
      );
    }

    const question = () => about.questions.find((each) => each.at === at);

    function choose(asked, choice) {
      chosen.set(asked, choice);
      show(at);
      buttons[2].focus();
    }

    function questioned() {
      const asked = question();
      const told = about.questions.find((each) => each.end === at && chosen.has(each));
      ask.replaceChildren();
      if (told) {
        const mine = told.choices[chosen.get(told)];
        const right = told.choices[told.right];
        const words = mine === right ? "That is so." : `It was: ${right}.`;
        ask.append(made("p", "", `You predicted: ${mine}. ${words}`));
      }
      if (asked) {
        ask.append(made("p", "", asked.ask));
        const choices = made("p", "step-choices");
        asked.choices.forEach((words, i) => {
          const button = made("button", "", words);
          button.type = "button";
          button.setAttribute("aria-pressed", chosen.get(asked) === i);
          button.addEventListener("click", () => choose(asked, i));
          choices.append(button);
        });
        ask.append(choices);
      }
      ask.hidden = !ask.children.length;
      return [...ask.querySelectorAll("p:not(.step-choices)")].map((p) => ` ${p.textContent}`).join("");
    }

    function forward() {
      if (!question() || chosen.has(question())) return at + 1;
      live.textContent = "Choose an answer first. Then go on.";
      if (!ask.querySelector(".step-first")) ask.append(made("p", "step-first", live.textContent));
      ask.querySelector("button").focus();
      return at;
    }

    function show(to, announce = true) {
      if (to === at && announce && question() && !chosen.has(question())) return;
      at = Math.min(Math.max(to, 0), steps.length - 1);
      const step = steps[at];
      list(step.source);
      const first = shown === null ? 0 : about.sources[shown].first;
      [...listing.children].forEach((code, i) => {
        const here = step.source === shown && step.lines.includes(first + i);
        code.classList.toggle("here", here);
        here ? code.setAttribute("aria-current", "step") : code.removeAttribute("aria-current");
      });
      view.dataset.who = step.who;
      const badge = made("b", "", step.who);
      now.replaceChildren(badge, ` · step ${at + 1} of ${steps.length}`);
      says.replaceChildren();
      step.says.forEach((p) => says.append(...p.cloneNode(true).childNodes, " "));
      const asked = questioned();
      out.replaceChildren(made("p", "", "Printed so far"));
      steps.slice(0, at + 1).forEach((each, i) => {
        for (const [by, text] of each.printed) {
          const line = made("pre", i === at ? "new" : "");
          line.append(made("b", "", by), made("span", "", text));
          out.append(line);
        }
      });
      const some = Object.entries(step.all);
      const where = !step.inside ? "Names" : `Names that ${step.inside.replace(/^a /, "the ")} uses`;
      const heading = step.who === "the graph" ? "The graph runs with" : where;
      names.replaceChildren(made("p", "", heading));
      for (const [name, value] of some) {
        const line = made("p", "");
        line.append(made("code", "", name), ` ${value}`);
        names.append(line);
      }
      names.hidden = !some.length;
      out.hidden = out.children.length === 1;
      slider.value = at + 1;
      slider.setAttribute("aria-valuetext", `step ${at + 1} of ${steps.length}: ${step.who}`);
      if (announce) {
        const told = step.printed.map(([by, text]) => ` ${by} has printed: ${text}`).join("");
        live.textContent = `Step ${at + 1}, ${step.who}: ${says.textContent}${told}${asked}`;
      }
    }

    const moves = [() => 0, () => at - 1, forward, () => steps.length - 1];
    const keys = ["Home", "ArrowLeft", "ArrowRight", "End"];
    buttons.forEach((button, i) => {
      button.type = "button";
      button.addEventListener("click", () => show(moves[i]()));
    });
    slider.addEventListener("input", () => show(slider.value - 1));
    view.addEventListener("keydown", (event) => {
      const move = moves[keys.indexOf(event.key)];
      if (!move || event.target === slider || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(move());
    });
    show(0, false);
    box.prepend(view);
  }

  document.querySelectorAll(".stepper").forEach(build);
})();
