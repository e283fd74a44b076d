// What the nodes talk to: our gateway with its embedded provider, our MCP server in front of it, and
// a stub that refuses.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { start } from './processes.mjs';
import { cleanEnv, ROOT } from './toolchain.mjs';

export const KEY = 'sk-test-n8n';

export async function startGateway(...flags) {
  const main = join(ROOT, 'packages', 'gateway', 'dist', 'main.js');
  const { match, ...process_ } = await start(
    process.execPath,
    [main, '--port', '0', '--key', KEY, '--rpm', '100000', ...flags],
    { env: cleanEnv(), ready: /Serving the OfoxAI API at (http:\S+?),/ },
  );
  return { ...process_, url: match[1] };
}

/** Our MCP server over HTTP, in front of the gateway. Its `url` is where clients connect. */
export async function startMcpServer(gatewayUrl, token) {
  const main = join(ROOT, 'packages', 'mcp', 'dist', 'main.js');
  const { match, ...process_ } = await start(process.execPath, [main, '--http', '--port', '0'], {
    env: {
      ...cleanEnv(),
      OFOX_API_KEY: KEY,
      OFOX_BASE_URL: gatewayUrl,
      MCP_AUTH_TOKEN: token,
    },
    ready: /ofox-mcp serves (http:\S+)/,
  });
  return { ...process_, url: match[1] };
}

/** A server that counts requests: 429 twice and then an answer, or an answer that never comes. */
export async function startStub() {
  const requests = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      const record = { model: body.model, path: request.url, at: Date.now(), aborted: false };
      requests.push(record);
      response.on('close', () => {
        record.aborted = !response.writableFinished;
      });
      const same = requests.filter(({ model }) => model === body.model).length;
      if (body.model === 'stub/hang') return;
      if (body.model === 'stub/busy' || (body.model === 'stub/flaky' && same <= 2)) {
        response.writeHead(429, { 'content-type': 'application/json', 'retry-after-ms': '300' });
        response.end(
          '{"error":{"code":429,"message":"Too many requests.","type":"rate_limit_error"}}',
        );
        return;
      }
      const message = { role: 'assistant', content: 'At last.' };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          ...{ id: 'x', object: 'chat.completion', created: 1, model: body.model },
          choices: [{ index: 0, message, finish_reason: 'stop' }],
          usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
        }),
      );
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    requests,
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
