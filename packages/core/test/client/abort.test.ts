import { describe, expect, it } from 'vitest';
import { BaseClient } from '../../src/client/client.ts';
import { defaultPlatform } from '../../src/client/platform.ts';
import type { Platform, TransportResponse } from '../../src/client/transport.ts';
import { FakeTime } from './fake-time.ts';
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

const fault = { error: { message: 'It failed.' } };

describe('aborting a call', () => {
  const reason = new Error('enough');

  it('before it begins sends nothing', async () => {
    const server = await serve((response) => json(response, 200, completion()));
    const { client } = clientOf(server);
    const signal = AbortSignal.abort(reason);
    const error = await errorOf(client.chat(ask(), { signal }));
    expect(error).toMatchObject({ kind: 'aborted', cause: reason });
    expect(error.mayHaveBeenBilled).toBeUndefined();
    expect(await errorOf(client.stream(ask(), { signal }).final())).toMatchObject({
      kind: 'aborted',
    });
    expect(server.seen).toEqual([]);
  });

  it('while the headers are awaited closes the connection', async () => {
    const caller = new AbortController();
    const server = await serve(() => caller.abort(reason));
    const error = await errorOf(clientOf(server).client.chat(ask(), { signal: caller.signal }));
    expect(error).toMatchObject({ kind: 'aborted', cause: reason, mayHaveBeenBilled: true });
    await server.seen[0]?.cut;
  });

  it('while the body is awaited closes the connection', async () => {
    const caller = new AbortController();
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":');
      setTimeout(() => caller.abort(reason), 30);
    });
    const error = await errorOf(clientOf(server).client.chat(ask(), { signal: caller.signal }));
    expect(error).toMatchObject({ kind: 'aborted', mayHaveBeenBilled: true });
    await server.seen[0]?.cut;
  });

  it('while the body of an error is awaited closes the connection', async () => {
    const caller = new AbortController();
    const server = await serve((response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.write('{"error":');
      setTimeout(() => caller.abort(reason), 30);
    });
    const call = clientOf(server).client.chat(ask(), { signal: caller.signal });
    expect(await errorOf(call)).toMatchObject({ kind: 'aborted' });
    await server.seen[0]?.cut;
  });

  it('between two pieces of a stream closes the connection', async () => {
    const caller = new AbortController();
    const server = await serve((response) => stream(response, preamble, piece('Hel')));
    const reply = clientOf(server).client.stream(ask(), { signal: caller.signal });
    const reading = (async () => {
      for await (const event of reply) {
        if (event.type === 'text' && event.text !== '') setTimeout(() => caller.abort(reason), 10);
      }
    })();
    const error = await errorOf(reading);
    expect(error).toMatchObject({ kind: 'aborted', cause: reason });
    await server.seen[0]?.cut;
    expect(await errorOf(reply.final())).toBe(error);
  });

  it('while a retry is awaited sends no other request', async () => {
    const caller = new AbortController();
    const server = await serve((response) => json(response, 503, fault));
    const random = () => {
      setTimeout(() => caller.abort(reason), 10);
      return 0.5;
    };
    const { client } = clientOf(server, {}, { random, after: defaultPlatform.after });
    const error = await errorOf(client.chat(ask(), { signal: caller.signal }));
    expect(error).toMatchObject({ kind: 'aborted', cause: reason });
    expect(error.attempts).toMatchObject([{ status: 503 }]);
    expect(server.seen).toHaveLength(1);
  });

  it('leaves nothing behind on a signal that lives on', async () => {
    const caller = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = caller.signal;
    caller.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      return addEventListener.apply(caller.signal, args);
    };
    caller.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      return removeEventListener.apply(caller.signal, args);
    };
    const server = await serve((response, { body }, turn) => {
      if (turn === 1) json(response, 503, fault);
      else if (body.stream) stream(response, preamble, piece('Hel'));
      else json(response, 200, completion());
    });
    const { client } = clientOf(server);
    await client.chat(ask(), { signal: caller.signal });
    for await (const event of client.stream(ask(), { signal: caller.signal })) {
      if (event.type === 'text' && event.text !== '') break;
    }
    expect(listeners).toBe(0);
  });
});

describe('deadlines', () => {
  /** A client on a clock that stands still, and a transport that does as it is told. */
  function setUp(respond: () => Promise<TransportResponse>, timeouts = {}) {
    const time = new FakeTime();
    let aborted = 0;
    const transport: Platform['transport'] = ({ signal }) => {
      signal.addEventListener('abort', () => aborted++);
      return respond();
    };
    const platform = {
      transport,
      after: time.after,
      now: time.now,
      random: () => 0,
      env: () => '',
    };
    const options = { apiKey: KEY, baseUrl: 'https://api.example.com', timeouts };
    return { time, client: new BaseClient(options, platform), aborted: () => aborted };
  }
  const never = () => new Promise<never>(() => {});
  const bytes = (text: string) => new TextEncoder().encode(text);
  const answer = (
    next: () => Promise<IteratorResult<Uint8Array>>,
    status = 200,
    type = 'application/json',
  ): Promise<TransportResponse> =>
    Promise.resolve({
      status,
      headers: { 'Content-Type': type },
      body: { [Symbol.asyncIterator]: () => ({ next }) },
    });

  it('no headers: tells which and is not retried', async () => {
    const { time, client, aborted } = setUp(never);
    const call = errorOf(client.chat(ask()));
    await time.pass(300_000);
    const error = await call;
    expect(error).toMatchObject({
      kind: 'timeout',
      code: 'headers_timeout',
      mayHaveBeenBilled: true,
    });
    expect(error.message).toContain('api.example.com did not begin to answer within 300000 ms');
    expect(error.attempts).toHaveLength(1);
    expect(aborted()).toBe(1);
    expect(time.sleeping).toBe(0);
  });

  it('silence within the body', async () => {
    const pieces = ['{', '"a":'];
    const { time, client, aborted } = setUp(() =>
      answer(async () => {
        const text = pieces.shift();
        return text === undefined ? never() : { done: false, value: bytes(text) };
      }),
    );
    const call = errorOf(client.chat(ask()));
    await time.pass(119_999);
    expect(aborted()).toBe(0);
    await time.pass(1);
    expect(await call).toMatchObject({ kind: 'timeout', code: 'idle_timeout' });
    expect(aborted()).toBe(1);
  });

  it('the whole call, however busy the connection', async () => {
    const { time, client } = setUp(
      () =>
        answer(async () => {
          await time.sleep(50);
          return { done: false, value: bytes(' ') };
        }),
      { totalMs: 1000 },
    );
    const call = errorOf(client.chat(ask()));
    await time.pass(1000);
    const error = await call;
    expect(error).toMatchObject({ kind: 'timeout', code: 'total_timeout' });
    expect(error.message).toContain('1000 ms');
  });

  it('a stream falls silent', async () => {
    const pieces = [preamble, piece('Hel')];
    const next = async () => {
      const text = pieces.shift();
      return text === undefined ? never() : { done: false as const, value: bytes(text) };
    };
    const { time, client } = setUp(() => answer(next, 200, 'text/event-stream'), { idleMs: 70 });
    const reply = client.stream(ask());
    const call = errorOf(reply.final());
    await time.pass(70);
    expect(await call).toMatchObject({ kind: 'timeout', code: 'idle_timeout' });
    expect(reply.partial()?.content).toMatchObject([{ text: 'Hel' }]);
  });

  it('an error’s body that never ends counts as far as it came', async () => {
    const pieces = ['{"error":{"message":"Bad key"', ',"type":"x"}}'];
    const next = async () => {
      const text = pieces.shift();
      return text === undefined ? never() : { done: false as const, value: bytes(text) };
    };
    const { time, client } = setUp(() => answer(next, 401));
    const call = errorOf(client.chat(ask()));
    await time.pass(5000);
    expect(await call).toMatchObject({ kind: 'authentication', status: 401, message: 'Bad key' });
    expect(time.sleeping).toBe(0);
  });

  it('an error’s body that trickles is left after five seconds', async () => {
    const { time, client } = setUp(() =>
      answer(async () => {
        await time.sleep(400);
        return { done: false, value: bytes('.') };
      }, 401),
    );
    const call = errorOf(client.chat(ask()));
    await time.pass(5600);
    expect(await call).toMatchObject({ kind: 'authentication', status: 401 });
  });

  it('an error’s body is read up to 64 KiB', async () => {
    let read = 0;
    const { client } = setUp(() =>
      answer(async () => {
        read++;
        return { done: false, value: bytes('x'.repeat(10_000)) };
      }, 400),
    );
    expect(await errorOf(client.chat(ask()))).toMatchObject({ status: 400 });
    expect(read).toBe(7);
  });

  it('a stream whose end does not come ends without it', async () => {
    const pieces = [
      preamble + piece('Hello'),
      `${piece('')}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`,
    ];
    const next = async () => {
      const text = pieces.shift();
      return text === undefined ? never() : { done: false as const, value: bytes(text) };
    };
    const { time, client, aborted } = setUp(() => answer(next, 200, 'text/event-stream'));
    const call = client.stream(ask()).final();
    await time.pass(1000);
    expect((await call).content).toMatchObject([{ text: 'Hello' }]);
    expect(aborted()).toBe(1);
    expect(time.sleeping).toBe(0);
  });

  it('an answer that comes after it was given up is left', async () => {
    let left = false;
    const { time, client } = setUp(async () => {
      await time.sleep(500_000);
      const body = {
        next: never,
        return: async () => {
          left = true;
          return { done: true as const, value: undefined };
        },
      };
      return { status: 200, headers: {}, body: { [Symbol.asyncIterator]: () => body } };
    });
    const call = errorOf(client.chat(ask()));
    await time.pass(600_000);
    expect(await call).toMatchObject({ code: 'headers_timeout' });
    expect(left).toBe(true);
  });
});
