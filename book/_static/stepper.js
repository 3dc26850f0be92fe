// Shows a table of steps one step at a time. Without this script the table is there, and says the same.
(() => {
  const made = (tag, name, text = "") =>
    Object.assign(document.createElement(tag), { className: name, textContent: text });

  function read(row) {
    const [who, , says, printed] = row.querySelectorAll("td");
    const [source, lines, inside] = row.dataset.at.split("|");
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
      lines: lines.split(" ").filter(Boolean).map(Number),
    };
  }

  function build(box) {
    const about = JSON.parse(box.querySelector("script").textContent);
    const steps = [...box.querySelectorAll("tbody tr")].map(read);
    const held = new Map(); // the names of each function, as they are after each step
    for (const step of steps) {
      const key = `${step.source} ${step.inside}`;
      held.set(key, { ...held.get(key), ...Object.fromEntries(step.names) });
      step.all = step.lines.length && step.who !== "the graph" ? held.get(key) : {};
    }

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
    const ask = made("p", "step-ask", about.ask);
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
        ...about.sources[source].lines.map((line) => made("code", "", line || " ")),
      );
    }

    function show(to, announce = true) {
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
      ask.hidden = !about.at.includes(at);
      out.replaceChildren(made("p", "", "Printed so far"));
      steps.slice(0, at + 1).forEach((each, i) => {
        for (const [by, text] of each.printed) {
          const line = made("pre", i === at ? "new" : "");
          line.append(made("b", "", by), ` ${text}`);
          out.append(line);
        }
      });
      const some = Object.entries(step.all);
      const where = step.inside ? `Names in ${step.inside}` : "Names";
      names.replaceChildren(made("p", "", where));
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
        const asked = ask.hidden ? "" : ` ${about.ask}`;
        live.textContent = `Step ${at + 1}, ${step.who}: ${says.textContent}${told}${asked}`;
      }
    }

    const moves = [() => 0, () => at - 1, () => at + 1, () => steps.length - 1];
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
