// Tries the server: connects once with TOKEN and takes commands from standard input: "tools", or "call <tool> [<json>]".
// Prints one line of JSON for each.
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const url = new URL(process.argv[2] ?? 'http://127.0.0.1:8931/mcp');
const transport = new StreamableHTTPClientTransport(url, {
  requestInit: { headers: { Authorization: `Bearer ${process.env.TOKEN}` } },
});
const client = new Client({ name: 'try', version: '1.0.0' });

async function run(line) {
  const [command, name, ...rest] = line.trim().split(' ');
  if (command === 'tools') {
    return (await client.listTools()).tools.map((tool) => tool.name);
  }
  if (command === 'call' && name) {
    const result = await client.callTool({ name, arguments: JSON.parse(rest.join(' ') || '{}') });
    return { isError: result.isError === true, text: result.content[0]?.text };
  }
  return { refused: 'Commands: tools | call <tool> [<json>]' };
}

async function answer(work) {
  try {
    console.log(JSON.stringify(await work()));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.message, status: error.code }));
  }
}

await answer(async () => {
  await client.connect(transport);
  return { connected: client.getServerVersion().name };
});
for await (const line of createInterface({ input: process.stdin })) {
  await answer(() => run(line));
}
await client.close();
