import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../src/error.ts';
import { type ReplyEvent, replyText } from '../../src/reply.ts';
import {
  ask,
  clientOf,
  completion,
  done,
  errorOf,
  json,
  lastPiece,
  piece,
  preamble,
  serve,
  stream,
} from './server.ts';

async function collect(events: AsyncIterable<ReplyEvent>): Promise<ReplyEvent[]> {
  const all: ReplyEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const texts = (events: ReplyEvent[]) =>
  events.flatMap((event) => (event.type === 'text' && event.text !== '' ? [event.text] : []));
const whole = [preamble, piece('Hel'), piece('lo'), lastPiece, done];
const upstreamError =
  'data: {"error":{"message":"Overloaded","type":"overloaded_error","code":529}}\n\n';

describe('stream', () => {
  it('gives the events, then the whole answer and what is known of it', async () => {
    const server = await serve((response) => {
      stream(response, ...whole);
      response.end();
    });
    const { client } = clientOf(server);
    const reply = client.stream(ask());
    const events = await collect(reply);
    expect(server.seen[0]?.body.stream).toBe(true);
    expect(server.seen[0]?.headers.accept).toBe('text/event-stream');
    expect(events[0]?.type).toBe('start');
    expect(texts(events)).toEqual(['Hel', 'lo']);
    expect(events.at(-1)?.type).toBe('finish');
    const result = await reply.final();
    expect(replyText(result)).toBe('Hello');
    expect(result.response).toMatchObject({
      status: 200,
      protocol: 'openai',
      servedModel: 'openai/gpt-4o',
      attempts: [{ model: 'openai/gpt-4o' }],
    });
    expect(await reply.response).toMatchObject({ status: 200, servedModel: 'openai/gpt-4o' });
    expect(server.seen).toHaveLength(1);
  });

  it('sends nothing before it is looked at', async () => {
    const server = await serve((response) => response.destroy());
    clientOf(server).client.stream(ask());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.seen).toHaveLength(0);
  });

  it('is read by final() alone, and by response before the rest has come', async () => {
    let release = () => {};
    const server = await serve((response) => {
      stream(response, preamble, piece('Hel'));
      release = () => response.end(piece('lo') + lastPiece + done);
    });
    const reply = clientOf(server).client.stream(ask());
    expect((await reply.response).status).toBe(200);
    release();
    expect(replyText(await reply.final())).toBe('Hello');
    expect(replyText(await reply.final())).toBe('Hello');
  });

  it('can be read once', async () => {
    const server = await serve((response) => {
      stream(response, ...whole);
      response.end();
    });
    const reply = clientOf(server).client.stream(ask());
    await reply.final();
    await expect(collect(reply)).rejects.toThrow('can be read once');
  });

  it('serves calls that do not wait for one another in order', async () => {
    const server = await serve((response) => {
      stream(response, ...whole);
      response.end();
    });
    const events = clientOf(server).client.stream(ask())[Symbol.asyncIterator]();
    const steps = await Promise.all(Array.from({ length: 12 }, () => events.next()));
    const seen = steps.flatMap((step) => (step.done ? [] : [step.value]));
    expect(seen[0]?.type).toBe('start');
    expect(texts(seen)).toEqual(['Hel', 'lo']);
    expect(seen.at(-1)?.type).toBe('finish');
    expect(steps.at(-1)?.done).toBe(true);
  });

  it('takes an answer in one piece from a server that does not stream', async () => {
    const server = await serve((response) => json(response, 200, completion('Whole')));
    const events = await collect(clientOf(server).client.stream(ask()));
    expect(texts(events)).toEqual(['Whole']);
    expect(events.at(-1)?.type).toBe('finish');
  });

  it('reads a Gemini stream that comes as a JSON array', async () => {
    const part = (text: string, finish?: string) => ({
      candidates: [{ content: { parts: [{ text }] }, ...(finish ? { finishReason: finish } : {}) }],
      modelVersion: 'google/g',
    });
    const server = await serve((response) =>
      json(response, 200, JSON.stringify([part('Hel'), part('lo', 'STOP')], null, 1)),
    );
    const reply = clientOf(server).client.stream(ask('google/g'));
    expect(replyText(await reply.final())).toBe('Hello');
  });

  it('tells what the request lost on its way', async () => {
    const warning = { code: 'dropped', path: 'topK', message: 'No word for it.' };
    const server = await serve((response) => {
      response.setHeader('x-ofox-warnings', JSON.stringify([warning]));
      stream(response, ...whole);
      response.end();
    });
    const reply = clientOf(server).client.stream(ask());
    expect(await collect(reply)).toContainEqual({ type: 'warning', warning });
    expect((await reply.final()).warnings).toContainEqual(warning);
    expect((await reply.response).warnings).toContainEqual(warning);
  });
});

describe('a stream that fails', () => {
  it('before the first output is retried', async () => {
    const server = await serve((response, _, turn) => {
      if (turn === 1) json(response, 503, { error: { message: 'No.' } });
      else {
        stream(response, ...(turn === 2 ? [preamble, upstreamError] : whole));
        response.end();
      }
    });
    const { client, waits } = clientOf(server);
    const reply = client.stream(ask());
    expect(texts(await collect(reply))).toEqual(['Hel', 'lo']);
    expect(waits).toHaveLength(2);
    expect((await reply.response).attempts).toMatchObject([
      { kind: 'unavailable', status: 503 },
      { kind: 'unavailable', status: 529 },
      { model: 'openai/gpt-4o' },
    ]);
  });

  it('before the first output falls back, also when the connection breaks', async () => {
    const server = await serve((response, { body }) => {
      const broken = body.model === 'openai/a';
      stream(response, ...(broken ? [preamble] : whole));
      if (broken) setTimeout(() => response.destroy(), 10);
      else response.end();
    });
    const { client } = clientOf(server, { clientFallback: true });
    const provider = { fallback: ['openai/b'] };
    const reply = client.stream({ ...ask('openai/a'), provider });
    expect(texts(await collect(reply))).toEqual(['Hel', 'lo']);
    expect((await reply.response).attempts).toMatchObject([
      { model: 'openai/a', kind: 'stream' },
      { model: 'openai/b' },
    ]);
  });

  it.each<[string, string[], object]>([
    ['an error event', [upstreamError], { kind: 'unavailable', status: 529 }],
    ['the end of the body', [], { kind: 'stream' }],
    ['nonsense', ['data: {"choi\n\n'], { kind: 'stream' }],
  ])('after output is told, with all that came before: %s', async (_, ending, wanted) => {
    const server = await serve((response) => {
      response.setHeader('x-request-id', 'req_9');
      stream(response, preamble, piece('Hel'), ...ending);
      response.end();
    });
    const reply = clientOf(server, { clientFallback: true }).client.stream({
      ...ask(),
      provider: { fallback: ['openai/b'] },
    });
    const events: ReplyEvent[] = [];
    const reading = (async () => {
      for await (const event of reply) events.push(event);
    })();
    const error = await errorOf(reading);
    expect(error).toMatchObject({ ...wanted, requestId: 'req_9', protocol: 'openai' });
    expect(error.attempts).toMatchObject([{ model: 'openai/gpt-4o', kind: error.kind }]);
    expect(texts(events)).toEqual(['Hel']);
    expect(reply.partial()?.content).toMatchObject([{ type: 'text', text: 'Hel' }]);
    expect(await errorOf(reply.final())).toBe(error);
    expect(server.seen).toHaveLength(1);
  });

  it('after output when the connection breaks', async () => {
    const server = await serve((response) => {
      stream(response, preamble, piece('Hel'));
      setTimeout(() => response.destroy(), 20);
    });
    const error = await errorOf(collect(clientOf(server).client.stream(ask())));
    expect(error).toMatchObject({ kind: 'stream', mayHaveBeenBilled: true });
  });

  it('with an answer that is no stream', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>');
    });
    const error = await errorOf(collect(clientOf(server).client.stream(ask())));
    expect(error).toMatchObject({ kind: 'upstream', mayHaveBeenBilled: true });
    expect(error.message).toContain('<html>');
  });

  it('leaves no rejection unhandled when nobody asks for the result', async () => {
    const server = await serve((response) => json(response, 401, { error: { message: 'No.' } }));
    const reply = clientOf(server).client.stream(ask());
    await expect(collect(reply)).rejects.toThrow(OfoxError);
  });
});

describe('leaving a stream early', () => {
  it('closes the connection', async () => {
    const server = await serve((response) => stream(response, preamble, piece('Hel')));
    const reply = clientOf(server).client.stream(ask());
    for await (const event of reply) if (event.type === 'text' && event.text !== '') break;
    await server.seen[0]?.cut;
    expect(await errorOf(reply.final())).toMatchObject({ kind: 'aborted' });
    expect(reply.partial()?.content).toMatchObject([{ text: 'Hel' }]);
  });

  it('closes the connection also while an event is awaited', async () => {
    const server = await serve((response) => stream(response, preamble, piece('Hel')));
    const events = clientOf(server).client.stream(ask())[Symbol.asyncIterator]();
    for (;;) {
      const { value } = await events.next();
      if (value?.type === 'text' && value.text !== '') break;
    }
    const waiting = events.next();
    await Promise.resolve();
    await events.return?.();
    await server.seen[0]?.cut;
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it('closes the connection also before the first output', async () => {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = await serve(() => arrived());
    const reply = clientOf(server).client.stream(ask());
    const waiting = errorOf(reply.response);
    await asked;
    await reply[Symbol.asyncIterator]().return?.();
    await server.seen[0]?.cut;
    expect(await waiting).toMatchObject({ kind: 'aborted' });
  });
});
