import { OfoxError } from '../error.ts';
import { unfold } from '../fold.ts';
import { JsonArrayReader } from '../json-array.ts';
import type { ReplyEvent } from '../reply.ts';
import { batch, type EventReader, SseReader } from '../sse.ts';
import type { Warning } from '../warning.ts';
import { type AskSettings, ask, notJson, type Question, readAnswer, tellWhere } from './ask.ts';
import type { Exchange } from './exchange.ts';
import { readWarnings } from './response-info.ts';

/** How long a stream may stay open after its last event, in milliseconds. */
const GRACE_MS = 1000;

/** An answer in pieces whose first output is there. */
export interface OpenedReply {
  exchange: Exchange;
  /** What the request lost on its way, as far as client and API tell. */
  warnings: Warning[];
  /** The model that answers. */
  model: string | undefined;
  /** The answer's events, those of each network read together. */
  batches: AsyncGenerator<ReplyEvent[], void, undefined>;
}

/**
 * Asks for an answer in pieces and waits for the first output: until then, an error can still be
 * answered with another try.
 *
 * @param encodeWarnings what the request could not say on its wire.
 */
export async function openReply(
  question: Question,
  encodeWarnings: Warning[],
  settings: AskSettings,
): Promise<OpenedReply> {
  const exchange = await ask({ ...question, stream: true }, settings);
  const warnings = [...encodeWarnings, ...readWarnings(exchange.headers)];
  const rest = readBatches(question, exchange, settings);
  const held: ReplyEvent[] = [];
  for (;;) {
    const next = await rest.next();
    if (next.done) break;
    for (const event of next.value) {
      held.push(event);
      if (event.type !== 'start') continue;
      for (const warning of warnings) held.push({ type: 'warning', warning });
    }
    if (next.value.some(isOutput)) break;
  }
  const start = held.find((event) => event.type === 'start');
  return { exchange, warnings, model: start?.model, batches: join(held, rest) };
}

async function* join(
  first: ReplyEvent[],
  rest: AsyncGenerator<ReplyEvent[], void, undefined>,
): AsyncGenerator<ReplyEvent[], void, undefined> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}

/** Whether a caller has seen a part of the answer once it has seen this. */
function isOutput({ type }: ReplyEvent): boolean {
  return type !== 'start' && type !== 'usage' && type !== 'extra' && type !== 'warning';
}

async function* readBatches(
  question: Question,
  exchange: Exchange,
  settings: AskSettings,
): AsyncGenerator<ReplyEvent[], void, undefined> {
  const { protocol, model } = question;
  const context = model === undefined ? {} : { model };
  const type = exchange.headers['content-type']?.toLowerCase() ?? '';
  const isJson = type.includes('json');
  if (isJson && protocol.name !== 'gemini') {
    // The server did not care for `stream`: its whole answer does as well.
    const reply = await readAnswer(question, exchange, settings, (body) =>
      protocol.decodeReply(body, context),
    );
    yield unfold(reply);
    return;
  }
  try {
    if (type !== '' && !isJson && !type.includes('event-stream')) {
      throw notJson(exchange, await exchange.errorText()).with({ mayHaveBeenBilled: true });
    }
    yield* decode(question, exchange, isJson ? new JsonArrayReader() : new SseReader());
  } catch (error) {
    throw tellWhere(error, question, exchange, settings);
  }
}

async function* decode(
  { protocol, model }: Question,
  exchange: Exchange,
  reader: EventReader,
): AsyncGenerator<ReplyEvent[], void, undefined> {
  const decoder = protocol.decodeStream(model === undefined ? {} : { model });
  let finished = false;
  try {
    for await (const bytes of exchange.chunks()) {
      for (const events of batch<ReplyEvent>((emit) =>
        reader.push(bytes, (event) => decoder.push(event, emit)),
      )) {
        yield events;
        if (events.at(-1)?.type !== 'finish') continue;
        finished = true;
        exchange.expectEnd(GRACE_MS);
      }
    }
  } catch (error) {
    // After the last event nothing is missing, however the connection ends.
    if (!finished || !OfoxError.is(error) || error.kind === 'aborted') throw error;
    return;
  }
  yield* batch<ReplyEvent>((emit) => {
    reader.end((event) => decoder.push(event, emit));
    decoder.end(emit);
  });
}
