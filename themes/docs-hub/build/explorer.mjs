import { signature } from "./reference.mjs";
import { escape, fileName } from "./text.mjs";

/** Operations that stand in the list at once. */
export const SHOWN = 24;

const row = (operation) => `<tr data-tag="${escape(operation.tag)}" data-testid="gh-docs-explorer-row">
<td>${signature(operation)}</td>
<td>${escape(operation.tag)}</td>
<td class="codes">${Object.keys(operation.responses).map(escape).join(" ")}</td>
<td><a href="reference/${fileName(operation.tag)}.html#${escape(operation.id)}">${escape(operation.summary)}</a></td>
<td><a href="playground.html#${escape(operation.id)}" aria-label="Try ${escape(operation.summary)}">Try</a></td></tr>`;

const table = (operations, label, testid) => `<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table class="operations" data-testid="${testid}">
<thead><tr><th scope="col">Method and path</th><th scope="col">Tag</th><th scope="col">Answers</th><th scope="col">Summary</th><th scope="col">Playground</th></tr></thead>
<tbody>${operations.map(row).join("\n")}</tbody></table></div>`;

/** The content of the explorer: lists that need no script, then Swagger UI, which does. */
export function explorer({ document, operations }) {
  const tags = document.tags.map(({ name }) => `<option>${escape(name)}</option>`).join("");
  const fact = (name, value, testid) => `<div><dt>${name}</dt><dd data-testid="${testid}">${escape(value)}</dd></div>`;
  const rest = operations.slice(SHOWN);
  return `<h1>API explorer</h1>
<dl class="facts">${fact("Title", document.info.title, "gh-docs-explorer-title")}${fact("Version", document.info.version, "gh-docs-explorer-version")}${fact("Paths", Object.keys(document.paths).length, "gh-docs-explorer-paths")}${fact("Operations", operations.length, "gh-docs-explorer-operations")}</dl>
<p class="explorer-live" role="status" data-testid="gh-docs-explorer-live"></p>
<p>Paths hang under <code>/realms/{realm}/gatehouse/v1</code> for programs and people and under <code>/admin/realms/{realm}/gatehouse</code> for administrators.</p>
<h2 id="operations">Operations</h2>
<form class="filter" hidden><label>Find <input type="search" name="text" maxlength="100" autocomplete="off" data-testid="gh-docs-explorer-filter"></label>
<label>Tag <select name="tag" data-testid="gh-docs-explorer-tag"><option value="">All tags</option>${tags}</select></label>
<p class="filter-state" role="status"></p></form>
${table(operations.slice(0, SHOWN), "The first operations", "gh-docs-explorer-first")}
<p class="more">These are the first ${Math.min(SHOWN, operations.length)} of ${operations.length} operations. The full JSON contract, <a href="../v1/openapi.json" data-testid="gh-docs-openapi-link">openapi.json</a>, is for SDKs and CI.</p>
${rest.length ? `<details class="rest"><summary>The other ${rest.length} operations</summary>${table(rest, "The other operations", "gh-docs-explorer-rest")}</details>` : ""}
<h2 id="swagger">All endpoints and schemas</h2>
<noscript><p>Swagger UI needs JavaScript. The <a href="reference/${fileName(document.tags[0].name)}.html">reference</a> has the same operations with their fields, and <a href="../v1/openapi.json">openapi.json</a> is the contract itself.</p></noscript>
<div id="swagger-ui" data-testid="gh-docs-swagger"></div>`;
}
