import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { isInitializeRequest, type McpServer } from '@modelcontextprotocol/server';
import type { Clock } from '../clock.ts';
import { sendError } from './guard.ts';

const MOST_SESSIONS = 1000;
const IDLE_MS = 30 * 60_000;
const SWEEP_MS = 60_000;

interface Session {
  transport: NodeStreamableHTTPServerTransport;
  server: McpServer;
  usedAt: number;
  /** Requests that are being answered. */
  open: number;
}

/**
 * Serves clients of the earlier eras in sessions, so that a cancellation finds the call that it is
 * meant for. Sessions that are not used for half an hour are closed; as many clients leave without
 * a word, the one that has not been used for longest makes room when there are too many. Clients
 * whose session is gone are told so, and begin another one.
 */
export class Sessions {
  readonly #makeServer: () => McpServer;
  readonly #clock: Clock;
  readonly #most: number;
  /** In the order of their last use. */
  readonly #sessions = new Map<string, Session>();
  readonly #stopSweeping: () => void;

  constructor(makeServer: () => McpServer, clock: Clock, most = MOST_SESSIONS) {
    this.#makeServer = makeServer;
    this.#clock = clock;
    this.#most = most;
    this.#stopSweeping = clock.every(SWEEP_MS, () => this.#sweep());
  }

  /** @param body of a POST, parsed. */
  async serve(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const id = request.headers['mcp-session-id'];
    const session = typeof id === 'string' ? this.#sessions.get(id) : await this.#open(body);
    if (!session) {
      if (id !== undefined) sendError(response, 404, -32_001, 'Session not found');
      else if (isOpening(body)) sendError(response, 503, -32_000, 'Too many sessions');
      else sendError(response, 400, -32_000, 'Bad Request: Mcp-Session-Id header is required');
      return;
    }
    this.#use(session);
    session.open++;
    response.once('close', () => {
      session.open--;
      this.#use(session);
      if (!response.writableFinished) abandon(session, body);
    });
    await session.transport.handleRequest(request, response, body);
  }

  async close(): Promise<void> {
    this.#stopSweeping();
    await Promise.all([...this.#sessions.values()].map(({ server }) => server.close()));
    this.#sessions.clear();
  }

  async #open(body: unknown): Promise<Session | undefined> {
    if (!isOpening(body) || !this.#makeRoom()) return undefined;
    const server = this.#makeServer();
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#sessions.set(id, session);
      },
    });
    const session: Session = { transport, server, usedAt: this.#clock.now(), open: 0 };
    await server.connect(transport);
    const closed = transport.onclose;
    transport.onclose = () => {
      closed?.();
      if (transport.sessionId !== undefined) this.#sessions.delete(transport.sessionId);
    };
    return session;
  }

  #use(session: Session): void {
    session.usedAt = this.#clock.now();
    const { sessionId } = session.transport;
    // A session that was closed meanwhile stays so.
    if (sessionId === undefined || !this.#sessions.delete(sessionId)) return;
    this.#sessions.set(sessionId, session);
  }

  /** @returns whether there is any. */
  #makeRoom(): boolean {
    if (this.#sessions.size < this.#most) return true;
    for (const [id, { server, open }] of this.#sessions) {
      if (open > 0) continue;
      this.#sessions.delete(id);
      void server.close();
      return true;
    }
    return false;
  }

  #sweep(): void {
    const now = this.#clock.now();
    for (const { server, open, usedAt } of this.#sessions.values()) {
      if (open === 0 && now - usedAt > IDLE_MS) void server.close();
    }
  }
}

function isOpening(body: unknown): boolean {
  return isInitializeRequest(Array.isArray(body) ? body[0] : body);
}

/**
 * Cancels what a client asked for that hung up before the answer. The protocol would have it come
 * back for the answer, but answers are not stored here: nobody could ever get this one, and it
 * goes on costing money.
 */
function abandon({ transport }: Session, body: unknown): void {
  for (const message of Array.isArray(body) ? body : [body]) {
    if (typeof message !== 'object' || message === null || !('id' in message)) continue;
    if (!('method' in message)) continue;
    const params = { requestId: message.id as string | number, reason: 'The client hung up.' };
    transport.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
  }
}
