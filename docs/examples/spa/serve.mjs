/** Serves this folder's pages to this machine. A real application is put where its other files are. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import config from './config.js';

const PORT = Number(process.env.PORT ?? 5173);
const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** Nothing else is served: path, file, media type. */
const FILES = new Map([
  ['/', ['index.html', HTML]],
  ['/app.js', ['app.js', SCRIPT]],
  ['/session.js', ['session.js', SCRIPT]],
  ['/config.js', ['config.js', SCRIPT]],
  ['/keycloak.js', ['node_modules/keycloak-js/lib/keycloak.js', SCRIPT]],
]);

createServer(async (request, response) => {
  const found = FILES.get(request.url.split('?')[0]);
  if (!found) {
    response.writeHead(404).end();
    return;
  }
  const [file, type] = found;
  response.writeHead(200, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      `default-src 'self'; connect-src ${config.url}; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }).end(await readFile(new URL(file, import.meta.url)));
}).listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}/`));
