import { facts } from "./openapi.js";

const contract = "../v1/openapi.json";
const filter = document.querySelector(".filter");
const rows = [...document.querySelectorAll(".operations tbody tr")];
const rest = document.querySelector(".rest");

function applyFilter() {
  const text = filter.elements.text.value.trim().toLowerCase();
  const tag = filter.elements.tag.value;
  let shown = 0;
  for (const row of rows) {
    row.hidden = (tag !== "" && row.dataset.tag !== tag) || !row.textContent.toLowerCase().includes(text);
    if (!row.hidden) shown++;
  }
  const isActive = text !== "" || tag !== "";
  if (rest) rest.open = isActive;
  filter.querySelector(".filter-state").textContent = isActive ? `${shown} of ${rows.length} operations` : "";
}

async function start() {
  filter.hidden = false;
  filter.addEventListener("input", applyFilter);
  filter.addEventListener("submit", (event) => event.preventDefault());
  const live = document.querySelector(".explorer-live");
  try {
    const answer = await fetch(contract, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const document_ = await answer.json();
    for (const [name, value] of Object.entries(facts(document_))) {
      document.querySelector(`[data-testid=gh-docs-explorer-${name}]`).textContent = value;
    }
    live.textContent = `Read from this server at ${new Date().toLocaleTimeString()}.`;
    showSwagger(document_);
  } catch {
    live.textContent = "The contract of this server cannot be read now: this is what the pages were made from.";
  }
}

/** Only operations and schemas: title, servers and credentials stand elsewhere on the page or in the playground. */
const HubLayout = ({ React }) => ({
  components: {
    HubLayout: ({ getComponent }) =>
      React.createElement(
        "div",
        { className: "swagger-ui" },
        React.createElement(getComponent("SvgAssets")),
        ...["FilterContainer", "operations", "Models"].map((name) => React.createElement(getComponent(name, true), { key: name })),
      ),
  },
});

/** A link to the playground in each opened operation; Swagger UI itself sends nothing. */
const PlaygroundLink = ({ React }) => ({
  wrapComponents: {
    // Nothing is locked or opened here.
    authorizeOperationBtn: () => () => null,
    parameters: (Original) => (props) =>
      React.createElement(
        "div",
        null,
        React.createElement("a", { className: "swagger-try", href: `playground.html#${props.operation.get("operationId") ?? props.operation.getIn(["operation", "operationId"])}` }, "Try it in the playground"),
        React.createElement(Original, props),
      ),
  },
});

/** Swagger UI has dark colours of its own, behind a class. */
function followColours() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", apply);
  apply();
}

function showSwagger(spec) {
  followColours();
  window.SwaggerUIBundle({
    spec,
    dom_id: "#swagger-ui",
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    filter: true,
    deepLinking: false,
    supportedSubmitMethods: [],
    persistAuthorization: false,
    validatorUrl: null,
    requestSnippetsEnabled: false,
    plugins: [HubLayout, PlaygroundLink],
    layout: "HubLayout",
    // Nothing is to be fetched: the contract is here already, and nothing is sent from here.
    requestInterceptor: () => {
      throw new Error("The explorer sends nothing; the playground does.");
    },
  });
}

void start();
