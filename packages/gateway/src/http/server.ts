import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const HEADERS_TIMEOUT_MS = 15_000;
/** For the whole request, body included. */
const REQUEST_TIMEOUT_MS = 300_000;
/** Longer than the minute after which common load balancers give up an idle connection. */
const KEEP_ALIVE_MS = 75_000;
const TIMEOUT_CHECK_MS = 5000;
const MAX_HEADER_BYTES = 32 * 1024;

const STATUS_OF_CODE: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** A server with deadlines for slow senders, and JSON for what is not even HTTP. */
export function makeServer(listener: RequestListener): Server {
  const server = createServer(
    {
      noDelay: true,
      keepAlive: true,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    listener,
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    answerBrokenRequest(error, socket as Socket);
  });
  return server;
}

/**
 * Listens, and resolves to the address that callers can use.
 * @throws the system's error when it cannot, such as `EADDRINUSE`.
 */
export function listen(
  server: Server,
  host: string,
  port: number,
): Promise<{ url: string; port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address() as AddressInfo;
      resolve({ url: `http://${reachable(host)}:${address.port}`, port: address.port });
    });
  });
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** Writes past the response objects, as there is none; unless one has begun on this connection. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF_CODE[error.code ?? ''] ?? 400;
  const message = `The request could not be read: ${STATUS_CODES[status]}.`;
  const type = 'invalid_request_error';
  const body = JSON.stringify({ type: 'error', error: { type, code: null, message } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}

/** Node keeps the answer that is under way on the socket, and looks at it here in the same way. */
function isAnswering(socket: Socket & { _httpMessage?: { headersSent: boolean } }): boolean {
  return socket._httpMessage?.headersSent === true;
}
