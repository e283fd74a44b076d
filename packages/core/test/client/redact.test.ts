import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OfoxClient } from '../../src/client/ofox-client.ts';
import type { OfoxError } from '../../src/error.ts';
import {
  ask,
  clientOf,
  completion,
  errorOf,
  json,
  KEY,
  piece,
  preamble,
  serve,
  stream,
} from './server.ts';

/** Everything by which an error may reach a log. */
function spoken(error: OfoxError): string {
  let text = `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${error}`;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    text += `${cause.message} ${cause.stack} ${JSON.stringify(cause)}`;
  }
  return text;
}

describe('the API key', () => {
  it('is in no view of the client', () => {
    const client = new OfoxClient({ apiKey: KEY });
    expect(inspect(client, { depth: 20, showHidden: true })).not.toContain(KEY);
    expect(JSON.stringify(client)).not.toContain(KEY);
    expect(JSON.stringify(Object.entries(client.models))).not.toContain(KEY);
    expect(String(client)).not.toContain(KEY);
  });

  it('is in no error whose server repeats it', async () => {
    const server = await serve((response) => {
      response.setHeader('x-echo', KEY);
      const error = { message: `Bad key ${KEY}`, code: KEY, type: KEY, param: KEY, deep: [KEY] };
      json(response, 401, { error });
    });
    const { client } = clientOf(server);
    const error = await errorOf(client.chat(ask()));
    expect(error).toMatchObject({ kind: 'authentication', message: 'Bad key sk-t…' });
    expect(spoken(error)).not.toContain(KEY);
    expect(spoken(await errorOf(client.stream(ask()).final()))).not.toContain(KEY);
    expect(spoken(await errorOf(client.models.list()))).not.toContain(KEY);
  });

  it('is in no answer’s headers', async () => {
    const server = await serve((response) =>
      json(response, 200, completion(), { 'x-echo': `Bearer ${KEY}` }),
    );
    const { response } = await clientOf(server).client.chat(ask());
    expect(response.headers['x-echo']).toBe('Bearer [api key]');
  });

  it('is in no error of a stream or of an answer that is a page', async () => {
    const server = await serve((response, { body }) => {
      if (body.stream) {
        stream(response, preamble, piece('x'), `data: ${KEY}\n\n`);
        response.end();
      } else json(response, 200, `<html>${KEY}`);
    });
    const { client } = clientOf(server);
    const streamed = await errorOf(client.stream(ask()).final());
    expect(streamed.kind).toBe('stream');
    expect(spoken(streamed)).not.toContain(KEY);
    expect(spoken(await errorOf(client.chat(ask())))).not.toContain(KEY);
  });

  it('is in no error of a transport that attaches its requests', async () => {
    const transport = (request: object) => {
      const inner = Object.assign(new Error(`sent ${KEY}`), { code: 'ECONNRESET', request });
      const error = new Error(`fetch failed with ${KEY}`, { cause: inner });
      return Promise.reject(Object.assign(error, { config: request }));
    };
    const { client } = clientOf({ url: 'https://api.example.com' }, {}, { transport });
    const error = await errorOf(client.chat(ask()));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'ECONNRESET' });
    expect((error.cause as Error).message).toBe('fetch failed with [api key]');
    expect(spoken(error)).not.toContain(KEY);
  });

  it('is in no complaint about itself', () => {
    for (const apiKey of [`${KEY} x`, `${KEY}\nx`, `${KEY}é`]) {
      try {
        new OfoxClient({ apiKey });
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ kind: 'authentication', code: 'malformed_api_key' });
        expect(spoken(error as OfoxError)).not.toContain(KEY);
      }
    }
  });
});
