import { posix } from "node:path";
import { Marked, Renderer } from "marked";
import { highlight } from "./highlight.mjs";
import { escape, slugger } from "./text.mjs";

const EXTERNAL = /^https?:\/\//;

/**
 * A page of Markdown as HTML. HTML inside it is shown as text.
 *
 * @param source the Markdown
 * @param file its path in the repository, which its links start from
 * @param resolve gives the address for a path in the repository, or null for what has no page
 * @returns title, html, headings ({depth, id, text}), sections for the search, and the links within the hub
 */
export function renderMarkdown(source, file, resolve) {
  const headings = [];
  const links = [];
  const slug = slugger();
  const tables = new Renderer();
  const renderer = {
    heading({ tokens, depth }) {
      const text = this.parser.parseInline(tokens, this.parser.textRenderer);
      const id = slug(text);
      headings.push({ depth, id, text });
      const inner = this.parser.parseInline(tokens);
      return depth === 1
        ? `<h1 id="${escape(id)}">${inner}</h1>\n`
        : `<h${depth} id="${escape(id)}">${inner} <a class="anchor" href="#${escape(id)}" aria-label="Link to ${escape(text)}">#</a></h${depth}>\n`;
    },
    code({ text, lang }) {
      return codeBlock(text, (lang ?? "").split(/\s/)[0]);
    },
    table(token) {
      tables.parser = this.parser;
      return `<div class="scroll" tabindex="0" role="group" aria-label="Table">${tables.table(token).replaceAll("<th></th>", "<td></td>")}</div>`;
    },
    html({ text }) {
      return escape(text);
    },
    // Pictures show what the reader has before them; they are left out of the jar.
    image() {
      return "";
    },
    link({ href, tokens }) {
      const inner = this.parser.parseInline(tokens);
      if (EXTERNAL.test(href)) return `<a href="${escape(href)}" rel="noopener noreferrer">${inner}</a>`;
      const [path, anchor = ""] = href.split("#", 2);
      const target = path === "" ? file : posix.normalize(posix.join(posix.dirname(file), path));
      const address = resolve(target);
      if (address === null) return inner;
      links.push({ target, anchor });
      const own = path === "" ? "" : address;
      return `<a href="${escape(own + (anchor ? `#${anchor}` : ""))}">${inner}</a>`;
    },
  };
  const marked = new Marked({ gfm: true, renderer });
  const html = marked.parse(source);
  const title = headings.find(({ depth }) => depth === 1)?.text ?? file;
  return { title, html, headings, links, sections: sections(marked, source, headings) };
}

/** A block of code that can be scrolled by keys. */
export function codeBlock(text, language = "") {
  return `<div class="code"><pre tabindex="0"><code>${highlight(text, language)}</code></pre></div>\n`;
}

/** Plain text under each heading. */
function sections(marked, source, headings) {
  const found = [];
  let current = { id: "", heading: "", text: [] };
  let next = 0;
  for (const token of marked.lexer(source)) {
    if (token.type === "heading") {
      const { id, text } = headings[next++];
      found.push(current);
      current = { id, heading: text, text: [] };
    } else {
      current.text.push(plain(token.raw ?? ""));
    }
  }
  found.push(current);
  return found
    .map(({ id, heading, text }) => ({ id, heading, text: text.join(" ").replace(/\s+/g, " ").trim() }))
    .filter(({ heading, text }) => heading || text);
}

const plain = (raw) =>
  raw
    .replace(/^```.*$/gm, "")
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replace(/^\|[\s|:-]+\|$/gm, "")
    .replace(/[`*|]/g, " ");
