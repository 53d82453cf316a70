// An MCP server whose tools are scopes: a caller sees and calls the tools whose scope its token carries.
import express from 'express';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { createVerifier, TokenRefused } from './gatehouse.mjs';

const ISSUER = process.env.ISSUER ?? 'http://localhost:8080/realms/demo';
const PORT = Number(process.env.PORT ?? 8931);
const MAX_STATUS_AGE_SECONDS = Number(process.env.MAX_STATUS_AGE_SECONDS ?? 60);

const orders = new Map([
  ['1', { id: '1', item: 'Lamp', state: 'shipped' }],
  ['2', { id: '2', item: 'Chair', state: 'open' }],
]);

const ORDER_ID = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
const TOOLS = [
  {
    name: 'list_orders',
    scope: 'orders.read',
    description: 'Lists the orders',
    inputSchema: { type: 'object', properties: {} },
    run: () => [...orders.values()],
  },
  {
    name: 'cancel_order',
    scope: 'orders.write',
    description: 'Cancels an order',
    inputSchema: ORDER_ID,
    run: ({ id }) => {
      const order = orders.get(id);
      if (!order) {
        throw new Error('There is no such order');
      }
      order.state = 'cancelled';
      return order;
    },
  },
];

/** The server of one request: it knows no other tools than those of the token. */
function mcpServer(scopes, caller) {
  const allowed = TOOLS.filter((tool) => scopes.includes(tool.scope));
  const server = new Server({ name: 'orders', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: allowed.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    const tool = allowed.find(({ name }) => name === params.name);
    if (!tool) {
      throw new Error('There is no such tool for you');
    }
    console.error(`${caller} calls ${tool.name}`);
    try {
      return { content: [{ type: 'text', text: JSON.stringify(tool.run(params.arguments ?? {})) }] };
    } catch (error) {
      return { isError: true, content: [{ type: 'text', text: error.message }] };
    }
  });
  return server;
}

const app = express();
const listener = app.listen(PORT, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${listener.address().port}`;
  const resource = process.env.RESOURCE ?? `${origin}/mcp`;
  const metadataUrl = `${new URL(resource).origin}/.well-known/oauth-protected-resource${new URL(resource).pathname}`;
  const verify = createVerifier({ issuer: ISSUER, audience: resource, maxStatusAgeSeconds: MAX_STATUS_AGE_SECONDS });

  // RFC 9728: where a client that has no token learns who gives one.
  app.get('/.well-known/oauth-protected-resource/mcp', (request, response) => {
    response.json({
      resource,
      authorization_servers: [ISSUER],
      scopes_supported: TOOLS.map((tool) => tool.scope),
      bearer_methods_supported: ['header'],
    });
  });

  function refuse(response, status, error, scope) {
    const parts = [
      ...(error ? [`error="${error}"`] : []),
      ...(scope ? [`scope="${scope}"`] : []),
      `resource_metadata="${metadataUrl}"`,
    ];
    response.status(status).set('WWW-Authenticate', `Bearer ${parts.join(', ')}`).json({ error: error ?? 'unauthorized' });
  }

  // Every request is verified anew: a session does not outlive its token.
  app.post('/mcp', async (request, response, next) => {
    const token = /^Bearer ([^\s]+)$/i.exec(request.get('Authorization') ?? '')?.[1];
    if (!token) {
      refuse(response, 401);
      return;
    }
    try {
      request.claims = await verify(token);
      next();
    } catch (error) {
      if (!(error instanceof TokenRefused)) {
        next(error);
      } else if (error.isUnknown) {
        response.status(503).set('Retry-After', '1').json({ error: 'temporarily_unavailable' });
      } else {
        refuse(response, 401, error.code);
      }
    }
  });

  app.post('/mcp', express.json({ limit: '64kb' }), async (request, response) => {
    const scopes = (request.claims.scope ?? '').split(' ').filter(Boolean);
    // A batch is an array; each of its calls needs its scope.
    for (const message of [request.body].flat()) {
      const tool = message?.method === 'tools/call' && TOOLS.find(({ name }) => name === message.params?.name);
      if (tool && !scopes.includes(tool.scope)) {
        refuse(response, 403, 'insufficient_scope', tool.scope);
        return;
      }
    }
    const server = mcpServer(scopes, request.claims.client_id);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
    response.on('close', () => {
      transport.close();
      server.close();
    });
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  });

  app.all('/mcp', (request, response) => {
    response.status(405).set('Allow', 'POST').end();
  });

  console.log(resource);
});
