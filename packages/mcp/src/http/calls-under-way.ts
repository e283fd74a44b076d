import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isInitializeRequest } from '@modelcontextprotocol/server';
import { isJsonObject } from '@ofoxai/core';

/**
 * Lets clients of the earlier eras cancel calls where no sessions are kept. Each client gets an id
 * that stands for nothing here but its calls under way: any replica answers to any id, and one that
 * gets a cancellation of a call which runs elsewhere ignores it.
 */
export class CallsUnderWay {
  /** Answers on their way, by client and call. */
  readonly #answers = new Map<string, ServerResponse>();

  /**
   * Takes note of what is asked, before it is served. A cancelled call is hung up on, which aborts
   * it: nobody waits for its answer any more. Calls that came in a batch share one answer and run
   * to their end.
   *
   * @param body of a POST, parsed.
   */
  note(request: IncomingMessage, response: ServerResponse, body: unknown): void {
    for (const message of Array.isArray(body) ? body : [body]) {
      if (isInitializeRequest(message)) {
        response.setHeader('mcp-session-id', randomUUID());
        return;
      }
      const client = request.headers['mcp-session-id'];
      if (typeof client !== 'string' || !isJsonObject(message)) continue;
      const { method, id, params } = message;
      if (method === 'notifications/cancelled') {
        if (isJsonObject(params)) this.#answers.get(keyOf(client, params.requestId))?.destroy();
      } else if (id !== undefined && method !== undefined && message === body) {
        this.#keep(keyOf(client, id), response);
      }
    }
  }

  #keep(key: string, response: ServerResponse): void {
    this.#answers.set(key, response);
    response.once('close', () => {
      if (this.#answers.get(key) === response) this.#answers.delete(key);
    });
  }
}

/** The numbers and the strings among the ids are different ones. */
function keyOf(client: string, id: unknown): string {
  return JSON.stringify([client, id]);
}
