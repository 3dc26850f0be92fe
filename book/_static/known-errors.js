// Above the results of a search: the error message that the query holds, if it holds one.
const query = (new URLSearchParams(location.search).get("q") || "").replace(/\s+/g, " ").trim();
const known = JSON.parse(document.getElementById("known-errors").textContent);

// Names of tensors, numbers and quotes differ from one program to the next.
const loose = (text) => text.toLowerCase().replace(/\(.*?\)/g, "").replace(/[^a-z]+/g, " ").trim();

const withType = /^\w*(error|exception) /;

// Whole words only: a message about a Tensor is not one about a KerasTensor.
const holds = (text, part) => ` ${text} `.includes(` ${part} `);

function resembles(error) {
  const asked = loose(query);
  return [error.says, ...error.older].map(loose).some((words) => {
    const bare = words.replace(withType, "");
    return holds(asked, bare) || (asked.length > 15 && holds(words, asked.replace(withType, "")));
  });
}

function entry(error) {
  const link = document.createElement("a");
  link.href = `errors.html#${error.id}`;
  link.textContent = error.says;
  // Sphinx would mark each word of the message all over the page.
  link.addEventListener("click", () => localStorage.removeItem("sphinx_highlight_terms"));
  const cure = document.createElement("p");
  // Backticks mark code, as in the page that the link leads to.
  error.cure.split("`").forEach((text, i) => {
    const piece = i % 2 ? document.createElement("code") : document.createElement("span");
    piece.textContent = text;
    cure.append(piece);
  });
  const box = document.createElement("div");
  box.className = "container callout callout-key";
  const title = document.createElement("p");
  title.className = "callout-title";
  title.textContent = "This message is explained";
  const words = document.createElement("p");
  words.append(link);
  box.append(title, words, cure);
  return box;
}

// Today's wording is known exactly; only where nothing has it are older and partial ones tried.
const exactly = known.filter((error) => new RegExp(error.match).test(query));
const found = exactly.length ? exactly : known.filter(resembles);
if (query) document.getElementById("known-error").append(...found.map(entry));
