import { escape } from "./text.mjs";

// The four ways in first, then what people look for most.
const WAYS = [
  ["gh-docs-card-key-manager", "API keys", "Key manager", "Create, list, rotate and revoke your own API keys in the Account Console of this realm.", "../../account/api-keys", "Open the key manager"],
  ["gh-docs-card-explorer", "Contract", "API explorer", "Every operation and schema of this server, with search by tag, and a playground to try them.", "explorer.html", "Open the explorer"],
  ["gh-docs-card-integrations", "Services", "Integrations", "Check tokens in Java, Node and Python, put nginx or Traefik in front, guard the tools of an MCP server.", "guide/offline.html", "See how services check tokens"],
  ["gh-docs-card-authentication", "Tokens", "Authentication", "First token in five minutes, at Keycloak's own token endpoint and with any OAuth library.", "guide/quick-start.html", "Get a token"],
];
const TOPICS = [
  ["gh-docs-card-keys", "Key management", "Create, revoke and list API keys, rotate them with an overlap, limit what they may do.", "guide/api-keys.html", "Read about keys"],
  ["gh-docs-card-webhooks", "Webhooks", "Verify signatures, expect retries, be idempotent, recover dead letters.", "guide/webhooks.html", "Read about webhooks"],
  ["gh-docs-card-limits", "Limits and errors", "What each status code means, and when and how to retry.", "guide/errors.html", "Read about errors"],
  ["gh-docs-card-agents", "Agents", "Identities for programs, with an owner, limits and an end.", "guide/agents-in-ten-minutes.html", "Make an agent"],
  ["gh-docs-card-policies", "Policies and approvals", "Rules about who gets which tokens, and people who confirm what is risky.", "guide/policies.html", "Read about policies"],
  ["gh-docs-card-audit", "Audit log", "Who did what: a log that nobody can change unseen, and how to prove it.", "guide/audit.html", "Read about the log"],
];

const card = ([testid, title, text, href, action], level, kicker = "") => `<li class="card" data-testid="${testid}">${
  kicker ? `<p class="kicker">${escape(kicker)}</p>` : ""
}<h${level}>${escape(title)}</h${level}><p>${escape(text)}</p><a href="${href}">${escape(action)}</a></li>`;

/** The content of the start page. */
export function landing({ document, operations, contract }) {
  return `<h1>API documentation hub</h1>
<p class="lead">Developer documentation and integration references for the API keys, agents, tokens and events of this realm.</p>
<ul class="cards ways">${WAYS.map(([testid, kicker, ...rest]) => card([testid, ...rest], 2, kicker)).join("\n")}</ul>
<section class="health" aria-labelledby="health" data-testid="gh-docs-health" data-contract="${contract}">
<h2 id="health">System health</h2>
<p class="health-line" role="status"><span class="dot" aria-hidden="true"></span> <span class="health-text">Not checked: this line needs JavaScript.</span></p>
<p class="health-note">Seen from your browser: whether the realm and the API's description answer. What the server knows of itself (database, jobs, revocation) is at <code>/health/ready</code> on its management port, for its operators.</p>
<p class="health-note" data-testid="gh-docs-sync">These pages were made from version ${escape(document.info.version)} of the contract: ${operations.length} operations. <span class="sync-text"></span></p>
</section>
<h2>Guides</h2>
<ul class="cards">${TOPICS.map((topic) => card(topic, 3)).join("\n")}</ul>
<h2>Step by step</h2>
<p>New here? <a href="guide/quick-start.html">First token in five minutes</a> walks through one agent, one token and one key with lines to copy; <a href="guide/agents-in-ten-minutes.html">Agents in ten minutes</a> goes on with a production agent.</p>
<h2>The contract</h2>
<p>One OpenAPI document is the source of it all: tests hold the server to it, and these pages are made from it. <a href="../v1/openapi.json">openapi.json</a> of this server is what generators of clients and checks in CI should read.</p>`;
}
