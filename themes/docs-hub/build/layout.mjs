import { escape } from "./text.mjs";

const PLACES = [
  ["index.html", "Start"],
  ["guide/quick-start.html", "Guides"],
  ["guide/agents.html", "Agents (beta)"],
  ["explorer.html", "Explorer"],
  ["playground.html", "Playground"],
];

/** Scripts that are no modules. */
const CLASSIC = new Set(["swagger-ui-bundle.js"]);

/**
 * A whole page around its content.
 *
 * @param page {path, title, main, aside, contents, scripts, width}
 * @param hub {pages, references, assets, version}: what all pages know of each other
 */
export function layout(page, hub) {
  const up = page.path.includes("/") ? "../" : "";
  const scripts = ["hub.js", ...(page.scripts ?? [])];
  return `<!doctype html>
<html lang="en" data-root="${up}" data-assets="${up}${hub.assets}/">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(page.title)} - Gatehouse documentation</title>
<link rel="icon" href="${up}${hub.assets}/mark.svg" type="image/svg+xml">
${(page.styles ?? []).map((name) => `<link rel="stylesheet" href="${up}${hub.assets}/${name}">\n`).join("")}<link rel="stylesheet" href="${up}${hub.assets}/hub.css">
${scripts.map((name) => `<script ${CLASSIC.has(name) ? "defer" : 'type="module"'} src="${up}${hub.assets}/${name}"></script>`).join("\n")}
</head>
<body class="${page.side === false ? "wide" : "sided"}">
<a class="skip" href="#main">Skip to the content</a>
${head(page, up, hub)}
<div class="frame">
${page.side === false ? "" : side(page, up, hub)}
<main id="main" tabindex="-1">
${page.main}
</main>
${contents(page.contents ?? [])}
</div>
${foot(up, hub)}
${searchDialog()}
</body>
</html>
`;
}

function head(page, up, hub) {
  const links = PLACES.map(([path, name]) => {
    const isHere = path === page.path || (name === "Guides" && page.path.startsWith("guide/") && page.path !== "guide/agents.html");
    return `<li><a href="${up}${path}"${isHere ? ' aria-current="page"' : ""}>${name}</a></li>`;
  });
  const reference = `${up}${hub.references[0].path}`;
  links.splice(4, 0, `<li><a href="${reference}"${page.path.startsWith("reference/") ? ' aria-current="page"' : ""}>Reference</a></li>`);
  return `<header class="top">
<a class="brand" href="${up}index.html"><img src="${up}${hub.assets}/mark.svg" alt="" width="24" height="24"> Gatehouse <span>docs</span></a>
<nav aria-label="Parts of the documentation"><ul>${links.join("")}</ul></nav>
<button type="button" class="search-open" data-testid="gh-docs-search-open" hidden>Search <kbd>Ctrl K</kbd></button>
</header>`;
}

function foot(up, hub) {
  return `<footer>
<nav aria-label="About"><ul>
<li><a href="${up}index.html#health">Status</a></li>
<li><a href="${up}guide/errors.html">Help</a></li>
<li><a href="${up}legal.html">Legal</a></li>
<li><a href="${up}guide/privacy.html">Privacy</a></li>
<li>Version ${escape(hub.version)}</li>
</ul></nav>
<p>Gatehouse, documentation of this server. Keys: <kbd>Ctrl</kbd> <kbd>K</kbd> or <kbd>⌘</kbd> <kbd>K</kbd> search; <kbd>g</kbd> then <kbd>d</kbd> start, <kbd>e</kbd> explorer, <kbd>p</kbd> playground.</p>
</footer>`;
}

function side(page, up, hub) {
  const groups = [];
  for (const entry of page.path.startsWith("reference/") ? hub.references : hub.pages) {
    if (groups.at(-1)?.name !== entry.group) groups.push({ name: entry.group, entries: [] });
    groups.at(-1).entries.push(entry);
  }
  const lists = groups.map(
    ({ name, entries }) => `<h2>${escape(name)}</h2><ul>${entries
      .map((entry) => `<li><a href="${up}${entry.path}"${entry.path === page.path ? ' aria-current="page"' : ""}>${escape(entry.title)}</a></li>`)
      .join("")}</ul>`,
  );
  const name = page.path.startsWith("reference/") ? "Reference" : "Guides";
  return `<nav class="side" aria-label="${name}"><details open><summary>${name}</summary>${lists.join("\n")}</details></nav>`;
}

function contents(headings) {
  if (headings.length < 2) return "";
  const items = headings.map(({ depth, id, text }) => `<li class="d${depth}"><a href="#${escape(id)}">${escape(text)}</a></li>`);
  return `<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>${items.join("")}</ul></nav>`;
}

const searchDialog = () => `<dialog class="search" aria-label="Search the documentation" data-testid="gh-docs-search">
<form method="dialog"><label for="search-text">Search guides and operations</label>
<div class="search-line"><input id="search-text" type="search" role="combobox" aria-expanded="false" aria-controls="search-results" aria-autocomplete="list" autocomplete="off" spellcheck="false" maxlength="100"><button>Close</button></div></form>
<ul id="search-results" role="listbox" aria-label="Results" data-testid="gh-docs-search-results"></ul>
<p class="search-state" role="status"></p>
</dialog>`;

/** Links to the page before and the page after. */
export function neighbours(before, after, up) {
  const link = (page, label, kind) =>
    page ? `<a class="${kind}" rel="${kind}" href="${up}${page.path}"><span>${label}</span> ${escape(page.title)}</a>` : "<span></span>";
  return `<nav class="neighbours" aria-label="Next and previous page">${link(before, "Previous", "prev")}${link(after, "Next", "next")}</nav>`;
}
