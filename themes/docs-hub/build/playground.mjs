import { escape } from "./text.mjs";

/** The content of the playground. Its form is filled from the live contract; without scripts it says what to do instead. */
export function playground({ operations, document }) {
  const groups = document.tags.map(({ name }) => {
    const options = operations
      .filter(({ tag }) => tag === name)
      .map(({ id, method, path, summary }) => `<option value="${escape(id)}">${method} ${escape(path)}: ${escape(summary)}</option>`);
    return `<optgroup label="${escape(name)}">${options.join("")}</optgroup>`;
  });
  return `<h1>Playground</h1>
<p class="lead">Put a request together, see it as curl, send it to this server.</p>
<noscript><p class="notice">The playground needs JavaScript. Every <a href="guide/quick-start.html">guide</a> has the same calls as curl lines.</p></noscript>
<div class="playground" hidden data-testid="gh-docs-playground">
<ul class="notice" data-testid="gh-docs-safety">
<li><strong>Calls are real and audited.</strong> What they change in this realm stands in its audit log like any other call.</li>
<li><strong>Secrets stay hidden.</strong> Credentials are kept in this page's memory only, and are gone when you leave it. Preview, curl, answers and the list of calls show <code>***masked***</code>, new keys and secrets too: make those in the console when you need to see them.</li>
<li><strong>Rate-limit safe.</strong> One click is one request. Nothing is repeated by itself; after 429, 503 or a used-up limit the button rests as long as the server says.</li>
</ul>
<section class="credential-bar" aria-labelledby="credential-title" data-testid="gh-docs-credential-bar">
<h2 id="credential-title">Credential</h2>
<p role="status" class="credential-state" data-testid="gh-docs-credential-state">No credentials set</p>
<form class="credential-form" autocomplete="off">
<label>Kind <select name="kind" data-testid="gh-docs-credential-kind"><option value="">By its form</option><option value="jwt">JWT (Authorization: Bearer)</option><option value="key">API key (X-API-Key)</option></select></label>
<label>Token or key <input type="password" name="credential" autocomplete="off" spellcheck="false" maxlength="16384" data-testid="gh-docs-credential-input" data-1p-ignore data-lpignore="true"></label>
<button data-testid="gh-docs-credential-set">Set</button>
<button type="button" class="clear" data-testid="gh-docs-credential-clear" disabled>Forget</button>
<p class="credential-error error" role="alert"></p>
</form>
</section>
<form class="composer" autocomplete="off">
<h2>Request</h2>
<label>Operation <select name="operation" data-testid="gh-docs-operation-select">${groups.join("")}</select></label>
<label>Root <select name="root" data-testid="gh-docs-root-select"><option value="realm">Programs and people: /realms/{realm}/gatehouse/v1</option><option value="admin">Administrators: /admin/realms/{realm}/gatehouse</option></select></label>
<div class="parameters"></div>
<div class="body-part" hidden><label>Body (JSON) <textarea name="body" rows="12" spellcheck="false" data-testid="gh-docs-body"></textarea></label>
<p class="hint">Secrets in it are taken out of the page when you leave the field, and put back when it is sent.</p><p class="body-error error" role="alert"></p></div>
<h3>Preview</h3>
<pre class="preview" tabindex="0" aria-label="Preview of the request" data-testid="gh-docs-preview"></pre>
<h3>As curl</h3>
<pre class="curl" tabindex="0" aria-label="The request as curl" data-testid="gh-docs-curl"></pre>
<p><button type="button" class="copy-curl">Copy curl</button> <span class="copy-state" role="status"></span></p>
<p class="send-line"><button class="primary send" data-testid="gh-docs-send">Send</button> <span class="wait" role="status" data-testid="gh-docs-wait"></span></p>
</form>
<section aria-labelledby="answer-title"><h2 id="answer-title">Answer</h2>
<p class="answer-state" role="status" data-testid="gh-docs-answer-state">Nothing was sent yet.</p>
<pre class="answer" tabindex="0" aria-label="The answer" data-testid="gh-docs-answer" hidden></pre></section>
<section aria-labelledby="log-title"><h2 id="log-title">Calls of this page</h2>
<ol class="log" data-testid="gh-docs-log"></ol><p class="log-empty">None yet.</p></section>
<dialog class="confirm" aria-labelledby="confirm-title" data-testid="gh-docs-confirm"><form method="dialog"><h2 id="confirm-title">Send this for real?</h2><p class="confirm-text"></p>
<p><button value="cancel" autofocus>Cancel</button> <button value="send" class="danger" data-testid="gh-docs-confirm-send">Send</button></p></form></dialog>
</div>`;
}
