import { compose } from "./request.js";

/**
 * The form in which a request is put together.
 *
 * @param page element that holds it
 * @param operations by id
 * @param changed called when the request is another one
 */
export function createComposer(page, operations, vault, changed) {
  const form = page.querySelector(".composer");
  const fields = form.querySelector(".parameters");
  const { operation: choice, root, body } = form.elements;
  const error = form.querySelector(".body-error");

  const operation = () => operations.get(choice.value);
  const values = () => Object.fromEntries([...fields.querySelectorAll("input, select")].map((input) => [input.dataset.key, input.value]));
  const request = () => compose(operation(), rootAddress(root.value), values(), operation().body ? body.value : null);

  function draw() {
    fields.replaceChildren(...operation().parameters.map(field));
    const { body: described } = operation();
    form.querySelector(".body-part").hidden = described === null;
    body.value = described ? JSON.stringify(described.example, null, 2) : "";
    error.textContent = "";
    changed();
  }

  /** Takes secrets out of what was typed. */
  function lift() {
    for (const input of [body, ...fields.querySelectorAll("input")]) {
      const lifted = vault.lift(input.value);
      if (lifted !== input.value) input.value = lifted;
    }
  }

  choice.addEventListener("change", () => {
    history.replaceState(null, "", `#${choice.value}`);
    draw();
  });
  root.addEventListener("change", changed);
  form.addEventListener("input", (event) => {
    if (event.target !== choice && event.target !== root) changed();
  });
  // Leaving a field, and at once what is pasted or dropped.
  form.addEventListener("focusout", () => {
    lift();
    changed();
  });
  for (const kind of ["paste", "drop"]) {
    form.addEventListener(kind, () =>
      setTimeout(() => {
        lift();
        changed();
      }),
    );
  }

  return {
    operation,
    request,
    lift,
    reset: draw,
    /** Chooses what the address names after `#`. */
    chooseByAddress() {
      const id = decodeURIComponent(location.hash.slice(1));
      if (operations.has(id)) choice.value = id;
      draw();
    },
    /** Says what is missing or cannot be JSON, and goes there. */
    isComplete(composed) {
      error.textContent = "";
      const missing = [...fields.querySelectorAll("input")].find((input) => composed.missing.includes(input.dataset.name));
      for (const input of fields.querySelectorAll("input")) {
        input.setAttribute("aria-invalid", String(composed.missing.includes(input.dataset.name)));
      }
      if (missing) {
        missing.focus();
        return false;
      }
      if (composed.body !== null && operation().body.type.endsWith("json")) {
        try {
          JSON.parse(composed.body);
        } catch (fault) {
          error.textContent = `This is not JSON: ${fault.message}`;
          body.focus();
          return false;
        }
      }
      return true;
    },
  };
}

/** The API's two roots, found from where this page is: /realms/{realm}/gatehouse/docs/playground.html. */
function rootAddress(kind) {
  const v1 = new URL("../v1", location.href);
  if (kind === "admin") v1.pathname = v1.pathname.replace(/\/realms\/([^/]+)\/gatehouse\/v1$/, "/admin/realms/$1/gatehouse");
  return v1.href.split(/[?#]/)[0];
}

function field(parameter) {
  const { name, schema = {}, description } = parameter;
  const label = document.createElement("label");
  const title = document.createElement("span");
  title.textContent = `${name} (${parameter.in}${parameter.required || parameter.in === "path" ? ", required" : ""})`;
  const input = document.createElement(schema.enum ? "select" : "input");
  if (schema.enum) {
    for (const value of ["", ...schema.enum]) input.add(new Option(value || "not sent", value));
  } else {
    input.type = "text";
    input.maxLength = 4096;
    input.autocomplete = "off";
    input.spellcheck = false;
  }
  Object.assign(input.dataset, { name, key: `${parameter.in}:${name}`, testid: `gh-docs-parameter-${name}` });
  label.append(title, input);
  if (description) {
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = description;
    label.append(hint);
  }
  return label;
}
