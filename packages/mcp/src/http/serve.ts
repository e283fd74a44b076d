import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  classifyInboundRequest,
  createMcpHandler,
  isJsonContentType,
  type McpServer,
} from '@modelcontextprotocol/server';
import type { Clock } from '../clock.ts';
import type { HttpSettings } from '../settings.ts';
import { readBody } from './body.ts';
import { CallsUnderWay } from './calls-under-way.ts';
import { makeGuard, sendError } from './guard.ts';
import { Sessions } from './sessions.ts';

/** Room for several images in base64. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** A server's requests have what Node's type leaves open for those of clients. */
type ServedRequest = IncomingMessage & { method: string; url: string };

const METHODS = ['POST', 'GET', 'DELETE'];

const MCP_PATH = '/mcp';

export interface HttpServing {
  /** Where clients connect: `http://127.0.0.1:3333/mcp`. */
  url: string;
  /** Breaks what is under way and stops. */
  close(): Promise<void>;
}

/**
 * Serves over HTTP at `/mcp`: the current era statelessly, as it is meant to be, and earlier ones in
 * sessions unless told otherwise. `/healthz` says that the process lives.
 *
 * @param log gets what goes wrong out of band.
 */
export async function serveOverHttp(
  makeServer: () => McpServer,
  settings: HttpSettings,
  clock: Clock,
  log: (message: string) => void,
): Promise<HttpServing> {
  const guard = makeGuard(settings);
  const handler = createMcpHandler(makeServer, {
    legacy: settings.stateless ? 'stateless' : 'reject',
    // Bodies are read here; these are for the SDK's own readers, of which there are two.
    maxRequestBodySize: MAX_BODY_BYTES,
    onerror: ({ message }) => log(message),
  });
  const handle = toNodeHandler(handler, {
    maxRequestBodySize: MAX_BODY_BYTES,
    onerror: ({ message }) => log(message),
  });
  const sessions = settings.stateless ? undefined : new Sessions(makeServer, clock);
  const underWay = new CallsUnderWay();

  const serve = async (request: ServedRequest, response: ServerResponse): Promise<void> => {
    const path = request.url.split('?')[0];
    if (path === '/healthz') {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
      return;
    }
    if (!guard(request, response)) return;
    if (path !== MCP_PATH) {
      sendError(response, 404, -32_601, `Not found; MCP is served at ${MCP_PATH}`);
      return;
    }
    if (!METHODS.includes(request.method)) {
      response.setHeader('allow', METHODS.join(', '));
      sendError(response, 405, -32_000, 'Method not allowed');
      return;
    }
    const isPost = request.method === 'POST';
    const isJson = isPost && isJsonContentType(request.headers['content-type']);
    let body: unknown;
    if (isJson) {
      const bytes = await readBody(request, MAX_BODY_BYTES);
      if (bytes === 'too-large') {
        response.setHeader('connection', 'close');
        sendError(response, 413, -32_000, `The body is larger than ${MAX_BODY_BYTES} bytes`);
        return;
      }
      try {
        body = JSON.parse(bytes.toString('utf8'));
      } catch {
        sendError(response, 400, -32_700, 'Parse error: the body is not JSON');
        return;
      }
    }
    // What is posted and is no JSON is refused by the SDK, unread.
    const isLegacy = isPost === isJson && isOfEarlierEra(request, body);
    if (isLegacy && sessions) return sessions.serve(request, response, body);
    if (isLegacy) underWay.note(request, response, body);
    await handle(request, response, body);
  };

  const server = createServer((request, response) => {
    serve(request as ServedRequest, response).catch((error: unknown) => {
      log(error instanceof Error ? error.message : String(error));
      if (response.headersSent) response.destroy();
      else sendError(response, 500, -32_603, 'Internal error');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host =
    settings.host.includes(':') && !settings.host.startsWith('[')
      ? `[${settings.host}]`
      : settings.host;
  return {
    url: `http://${host}:${port}${MCP_PATH}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([handler.close(), sessions?.close()]);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Looks at what was parsed; the SDK's own test would write it anew for that. */
function isOfEarlierEra({ method, headers }: ServedRequest, body: unknown): boolean {
  const version = headers['mcp-protocol-version'];
  const called = headers['mcp-method'];
  const name = headers['mcp-name'];
  const { kind } = classifyInboundRequest({
    httpMethod: method,
    ...(typeof version === 'string' && { protocolVersionHeader: version }),
    ...(typeof called === 'string' && { mcpMethodHeader: called }),
    ...(typeof name === 'string' && { mcpNameHeader: name }),
    body,
  });
  return kind === 'legacy';
}
