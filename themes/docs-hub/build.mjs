// Builds the docs hub: static pages from the guides and the contract, hashed scripts and styles, the index for the search, and the
// list of files that the server serves. GATEHOUSE_DOCS_OUT names another folder than ../target/jar/gatehouse-docs, which goes into the jar.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { explorer } from "./build/explorer.mjs";
import { landing } from "./build/landing.mjs";
import { layout, neighbours } from "./build/layout.mjs";
import { renderMarkdown } from "./build/markdown.mjs";
import { playground } from "./build/playground.mjs";
import { referencePage, referencePages } from "./build/reference.mjs";
import { operationsOf } from "./build/schemas.mjs";
import { searchIndex } from "./build/search-index.mjs";
import { legalText, pagesOf } from "./build/sources.mjs";
import { escape } from "./build/text.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const SWAGGER_FILES = { "swagger-ui-bundle.js": "swagger-ui-bundle.js", "swagger-ui.css": "swagger-ui.css", "swagger-ui-bundle.js.LICENSE.txt": "swagger-ui-licences.txt" };
const TAG_DIGITS = 32;
const FOLDER_DIGITS = 16;

const digest = (content) => createHash("sha256").update(content).digest("hex");

/** All files of the hub by name. */
export function build(root = resolve(here, "../..")) {
  const contractText = readFileSync(join(root, "docs/openapi.json"));
  const document = JSON.parse(contractText);
  const operations = operationsOf(document);
  const pages = rendered(pagesOf(root));
  const references = referencePages(document);
  const assets = assetFiles(searchIndex(pages, operations));
  const folder = `assets/${digest(JSON.stringify([...assets].map(([name, content]) => [name, digest(content)]))).slice(0, FOLDER_DIGITS)}`;
  const hub = { pages, references, assets: folder, version: document.info.version };
  const facts = { document, operations, contract: digest(contractText).slice(0, TAG_DIGITS) };

  const files = new Map([...assets].map(([name, content]) => [`${folder}/${name}`, content]));
  const put = (page) => files.set(page.path, Buffer.from(layout(page, hub)));
  put({ path: "index.html", title: "API documentation hub", main: landing(facts), side: false });
  put({ path: "explorer.html", title: "API explorer", main: explorer(facts), side: false, styles: ["swagger-ui.css"], scripts: ["swagger-ui-bundle.js", "explorer.js"] });
  put({ path: "playground.html", title: "Playground", main: playground(facts), side: false, scripts: ["playground.js"] });
  put({ path: "legal.html", title: "Legal", main: legal(root), side: false });
  pages.forEach((page, i) => put(guidePage(page, pages[i - 1], pages[i + 1])));
  for (const page of references) put({ ...page, title: `${page.title} reference`, ...referencePage(page, operations, document) });
  files.set("files.txt", Buffer.from([...files].map(([name, content]) => `${digest(content).slice(0, TAG_DIGITS)} ${name}\n`).join("")));
  return files;
}

function legal(root) {
  const [licence, notice] = legalText(root);
  return `<article class="guide"><h1>Legal</h1><h2 id="licence">Licence</h2><pre class="legal">${escape(licence)}</pre><h2 id="notice">Works of others</h2><pre class="legal">${escape(notice)}</pre></article>`;
}

function guidePage(page, before, after) {
  return {
    path: page.path,
    title: page.title,
    main: `<article class="guide">${page.html}</article>${neighbours(before, after, "../")}`,
    contents: page.headings.filter(({ depth }) => depth === 2 || depth === 3),
  };
}

/** The pages with their HTML. A link to a heading that is not there fails the build. */
function rendered(sources) {
  const paths = new Map(sources.map(({ file, path }) => [file, path]));
  const address = (target) => (paths.has(target) ? `../${paths.get(target)}` : null);
  const pages = sources.map((page) => ({ ...page, ...renderMarkdown(page.source, page.file, address) }));
  const anchors = new Map(pages.map(({ file, headings }) => [file, new Set(headings.map(({ id }) => id))]));
  for (const { file, links } of pages) {
    for (const { target, anchor } of links) {
      if (anchor && !anchors.get(target).has(anchor)) throw new Error(`${file}: ${target} has no heading #${anchor}`);
    }
  }
  return pages;
}

function assetFiles(index) {
  const files = new Map();
  for (const name of readdirSync(join(here, "src")).sort()) files.set(name, readFileSync(join(here, "src", name)));
  for (const [name, as] of Object.entries(SWAGGER_FILES)) files.set(as, withoutMap(readFileSync(join(swagger, name))));
  files.set("search.json", Buffer.from(JSON.stringify(index)));
  return files;
}

/** The map that it names is not shipped. */
const withoutMap = (content) => Buffer.from(content.toString("utf8").replace(/\n?(?:\/\/|\/\*)# sourceMappingURL=\S+(?: \*\/)?\s*$/, "\n"));

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const out = process.env.GATEHOUSE_DOCS_OUT ?? resolve(here, "../target/jar/gatehouse-docs");
  rmSync(out, { recursive: true, force: true });
  const files = build();
  for (const [name, content] of files) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), content);
  }
  const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  console.log(`docs hub: ${files.size} files, ${Math.round(bytes / 1024)} KiB in ${out}`);
}
