// One page for each tag: what each operation takes and answers, as tables that need no script.
import { fieldsOf, limitsOf, typeOf } from "./schemas.mjs";
import { escape, fileName } from "./text.mjs";

/** Pages of the reference: {group, name, title, path}. */
export const referencePages = (document) =>
  document.tags.map(({ name, description }) => ({
    group: "API reference",
    name,
    title: name,
    description,
    path: `reference/${fileName(name)}.html`,
  }));

/** The content of one page. */
export function referencePage(page, operations, document) {
  const own = operations.filter(({ tag }) => tag === page.name);
  const main = `<h1>${escape(page.title)}</h1>
<p class="lead">${escape(page.description ?? "")}.</p>
<p>Paths hang under <code>/realms/{realm}/gatehouse/v1</code> for programs and people and under <code>/admin/realms/{realm}/gatehouse</code> for administrators.
Refusals are <a href="../guide/errors.html">problem documents</a>.</p>
${own.map((operation) => section(operation, document)).join("\n")}`;
  const contents = own.map(({ id, summary }) => ({ depth: 2, id, text: summary }));
  return { main, contents };
}

/** Method and path as they look everywhere. */
export const signature = ({ method, path }) =>
  `<span class="method m-${method.toLowerCase()}">${method}</span> <code class="path">${escape(path)}</code>`;

function section(operation, document) {
  const { id, summary, description, parameters, body, responses, isOpen } = operation;
  return `<section class="operation" data-testid="gh-docs-operation">
<h2 id="${escape(id)}">${escape(summary)} <a class="anchor" href="#${escape(id)}" aria-label="Link to ${escape(summary)}">#</a></h2>
<p class="signature">${signature(operation)} <a class="try" href="../playground.html#${escape(id)}">Try it</a></p>
${description ? `<p>${escape(description)}</p>` : ""}
<p class="credential">${isOpen ? "Open to everybody." : "Needs a credential: bearer token or API key."}</p>
${parameters.length ? `<h3>Parameters</h3>${table(parameterRows(parameters, document), `Parameters of ${summary}`)}` : ""}
${body ? bodyPart(body, summary, document) : ""}
<h3>Answers</h3>
${answers(responses, summary, document)}
</section>`;
}

const parameterRows = (parameters, document) =>
  parameters.map((one) => ({
    name: one.name,
    type: `${one.in}, ${typeOf(one.schema ?? {}, document)}`,
    isRequired: one.required === true,
    limits: limitsOf(one.schema ?? {}, document),
    description: one.description ?? "",
  }));

function bodyPart(body, summary, document) {
  return Object.entries(body.content)
    .map(([type, { schema }]) => {
      const rows = fieldsOf(schema, document);
      return `<h3>Request <small><code>${escape(type)}</code>${body.required ? "" : ", optional"}</small></h3>${
        rows.length ? table(rows, `Request members of ${summary}`) : `<p>${escape(typeOf(schema ?? {}, document))}</p>`
      }`;
    })
    .join("\n");
}

function answers(responses, summary, document) {
  const codes = Object.entries(responses);
  const good = codes.filter(([code]) => /^[23]/.test(code));
  const refusals = codes.filter(([code]) => !/^[23]/.test(code));
  const details = good.map(([code, response]) => {
    const bodies = Object.entries(response.content ?? {}).map(([type, { schema }]) => {
      const rows = fieldsOf(schema, document);
      const label = `<p><code>${escape(type)}</code>: ${escape(typeOf(schema ?? {}, document))}</p>`;
      return label + (rows.length ? table(rows, `Members of answer ${code} to ${summary}`) : "");
    });
    return `<h4><code>${escape(code)}</code> ${escape(response.description)}</h4>${bodies.join("\n")}`;
  });
  const list = refusals.map(([code, { description }]) => `<li><code>${escape(code)}</code> ${escape(description)}</li>`);
  return `${details.join("\n")}
<details><summary>Refusals: ${refusals.map(([code]) => escape(code)).join(", ")}</summary><ul>${list.join("")}</ul></details>`;
}

function table(rows, label) {
  const body = rows.map(
    ({ name, type, isRequired, limits, description }) => `<tr><th scope="row"><code>${escape(name)}</code>${
      isRequired ? ' <span class="required">required</span>' : ""
    }</th><td>${escape(type)}</td><td>${escape([description, ...limits].filter(Boolean).join("; "))}</td></tr>`,
  );
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escape(label)}"><table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning and limits</th></tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}
