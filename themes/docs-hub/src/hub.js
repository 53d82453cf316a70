// Every page: search, keys, copying of code. Whatever fails here leaves a page that can be read.
import { prepareHealth } from "./health.js";
import { excerpt, search } from "./search.js";

const { root, assets } = document.documentElement.dataset;
const dialog = document.querySelector("dialog.search");
const input = dialog.querySelector("input");
const list = dialog.querySelector("[role=listbox]");
const state = dialog.querySelector(".search-state");
/** How long `g` waits for its second key. */
const CHORD_MS = 1500;
const PLACES = { d: "index.html", e: "explorer.html", p: "playground.html" };

let index = null;
let chosen = -1;

async function load() {
  if (index !== null) return;
  state.textContent = "Loading…";
  try {
    const answer = await fetch(`${assets}search.json`, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    index = await answer.json();
    show();
  } catch {
    state.textContent = "The search index cannot be loaded.";
  }
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  void load();
}

function show() {
  if (index === null) return;
  const query = input.value.trim();
  const found = search(index, query);
  list.replaceChildren(...found.map((entry, i) => option(entry, i, query)));
  state.textContent = query === "" ? "Type a few words: a topic, a path, a status code." : found.length === 0 ? "Nothing found." : `${found.length} results`;
  input.setAttribute("aria-expanded", String(found.length > 0));
  choose(found.length > 0 ? 0 : -1);
}

function option(entry, i, query) {
  const item = document.createElement("li");
  item.id = `search-${i}`;
  item.setAttribute("role", "option");
  item.dataset.href = root + entry.path;
  const title = document.createElement("strong");
  title.textContent = entry.heading && entry.heading !== entry.title ? `${entry.title}: ${entry.heading}` : entry.title;
  const text = document.createElement("span");
  text.textContent = excerpt(entry.text, query);
  item.append(title, text);
  item.addEventListener("click", () => go(item));
  return item;
}

function choose(next) {
  chosen = next;
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
  if (chosen >= 0) {
    input.setAttribute("aria-activedescendant", `search-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function go(item) {
  dialog.close();
  location.assign(item.dataset.href);
}

function prepareSearch() {
  const button = document.querySelector(".search-open");
  button.hidden = false;
  button.addEventListener("click", open);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) choose((chosen + count - 1) % count);
    else if (event.key === "Enter") {
      if (chosen >= 0) go(list.children[chosen]);
    } else return;
    event.preventDefault();
  });
}

const isTyping = ({ target }) => target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function prepareKeys() {
  let gAtMs = 0;
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;
    const place = PLACES[event.key];
    if (place && Date.now() - gAtMs < CHORD_MS) location.assign(root + place);
    gAtMs = event.key === "g" ? Date.now() : 0;
  });
}

function prepareCopying() {
  if (!navigator.clipboard) return;
  for (const block of document.querySelectorAll(".code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(block.querySelector("code").textContent).then(
        () => {
          button.textContent = "Copied";
          setTimeout(() => (button.textContent = "Copy"), 2000);
        },
        () => (button.textContent = "Not allowed"),
      ),
    );
    block.append(button);
  }
}

function prepareSide() {
  const side = document.querySelector(".side details");
  if (side && matchMedia("(max-width: 60rem)").matches) side.open = false;
}

prepareSearch();
prepareKeys();
prepareCopying();
prepareSide();
prepareHealth();
