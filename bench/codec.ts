import {
  type JsonValue,
  PROTOCOL_NAMES,
  type ProtocolName,
  protocols,
  type ReplyEvent,
  SseReader,
  type StreamEncoder,
} from '@ofoxai/core';
import { type Filling, requestBody } from './codec/bodies.ts';
import { cpuMs } from './codec/cpu.ts';
import { type Sample, sample } from './codec/streams.ts';
import { cost, type Row, rate } from './report.ts';

const CHUNKS = 2000;
const DECODE_GOAL = 2;
const CROSS_GOAL = 3;
const GROWTH_GOAL = 1.2;
const SIZES: [string, number][] = [
  ['10 KB', 10e3],
  ['100 KB', 100e3],
  ['1 MB', 1e6],
  ['10 MB', 10e6],
];

const PAIRS = PROTOCOL_NAMES.flatMap((from) => PROTOCOL_NAMES.map((to) => ({ from, to })));

/**
 * What the codecs cost in CPU time beside the least that any program must do with the same bytes:
 * split a stream and parse its JSON; parse a body and write it again.
 */
export async function run(): Promise<Row[]> {
  return [...streamRows(), ...growthRows(), ...bodyRows()];
}

function streamRows(): Row[] {
  return PROTOCOL_NAMES.flatMap((from) => {
    const stream = sample(from, CHUNKS);
    const events = eventsOf(from, stream);
    const written = bytesOf(write(from, events));
    const works = [
      () => parseAll(stream.pieces),
      () => decode(from, stream, () => {}),
      () => parseAll([written]),
      () => void write(from, events),
      ...PROTOCOL_NAMES.map((to) => () => void cross(from, to, stream)),
    ];
    const [floor = 1, decoded = 1, writtenFloor = 1, encoded = 1, ...crossed] = cpuMs(works);
    const perSecond = (ms: number) => (stream.chunks / ms) * 1000;
    return [
      rate(`decode ${from}, chunks/s`, perSecond(decoded), perSecond(floor), DECODE_GOAL),
      rate(`encode ${from}, chunks/s`, perSecond(encoded), perSecond(writtenFloor)),
      ...crossed.map((ms, at) => {
        const metric = `cross ${from} to ${PROTOCOL_NAMES[at]}, chunks/s`;
        return rate(metric, perSecond(ms), perSecond(floor), CROSS_GOAL);
      }),
    ];
  });
}

/** A stream a hundred times as long must not cost more for each chunk. */
function growthRows(): Row[] {
  return PAIRS.map(({ from, to }) => {
    const [short, long] = [sample(from, 500), sample(from, 50_000)];
    const [shortMs = 1, longMs = 1] = cpuMs([
      () => void cross(from, to, short),
      () => void cross(from, to, long),
    ]);
    const metric = `cross ${from} to ${to}, µs a chunk of 50,000 beside 500`;
    const each = (ms: number, { chunks }: Sample) => (ms * 1000) / chunks;
    return cost(metric, each(longMs, long), each(shortMs, short), GROWTH_GOAL);
  });
}

function bodyRows(): Row[] {
  return (['turns', 'image'] as const).flatMap((filling) =>
    PROTOCOL_NAMES.flatMap((from) => {
      const to = PROTOCOL_NAMES[(PROTOCOL_NAMES.indexOf(from) + 1) % 3] as ProtocolName;
      return bodiesOf(filling, from, to);
    }),
  );
}

function bodiesOf(filling: Filling, from: ProtocolName, to: ProtocolName): Row[] {
  const bodies = SIZES.map(([, bytes]) => requestBody(from, filling, bytes));
  const ms = cpuMs(
    bodies.flatMap((body) => [
      () => void JSON.stringify(JSON.parse(body)),
      () => crossRequest(from, to, body),
    ]),
  );
  const perMegabyte = (at: number, body: string) => ((ms[at] ?? 1) / body.length) * 1e6;
  const rows = bodies.map((body, at) => {
    const metric = `${from} to ${to}, request of ${SIZES[at]?.[0]} in ${filling}, ms/MB`;
    return cost(metric, perMegabyte(2 * at + 1, body), perMegabyte(2 * at, body));
  });
  const [smallest, , , largest] = rows;
  if (!smallest || !largest) return rows;
  const metric = `${from} to ${to}, request in ${filling}, growth of ms/MB from 10 KB to 10 MB`;
  const growth = largest.ours / smallest.ours;
  return [...rows, cost(metric, growth, largest.reference / smallest.reference, GROWTH_GOAL)];
}

/** The least that reading a stream can cost: cut at blank lines, and parse. */
function parseAll(pieces: readonly Uint8Array[]): void {
  const decoder = new TextDecoder();
  let rest = '';
  for (const piece of pieces) {
    const events = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.slice(event.indexOf('data: ') + 6);
      if (data !== '[DONE]') JSON.parse(data);
    }
  }
}

function decode(from: ProtocolName, { pieces }: Sample, emit: (event: ReplyEvent) => void): void {
  const reader = new SseReader();
  const decoder = protocols[from].decodeStream();
  for (const piece of pieces) reader.push(piece, (event) => decoder.push(event, emit));
  reader.end((event) => decoder.push(event, emit));
  decoder.end(emit);
}

function eventsOf(from: ProtocolName, stream: Sample): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  decode(from, stream, (event) => events.push(event));
  return events;
}

/** Text for each piece of bytes, as a server that writes once for each read. */
function cross(from: ProtocolName, to: ProtocolName, { pieces }: Sample): number {
  const reader = new SseReader();
  const decoder = protocols[from].decodeStream();
  const encoder = encoderOf(to);
  let length = 0;
  let text = '';
  const emit = (event: ReplyEvent) => {
    text += encoder.push(event);
  };
  for (const piece of pieces) {
    reader.push(piece, (event) => decoder.push(event, emit));
    length += bytesOf(text).length;
    text = '';
  }
  reader.end((event) => decoder.push(event, emit));
  decoder.end(emit);
  return length + bytesOf(text + encoder.end()).length;
}

function write(to: ProtocolName, events: readonly ReplyEvent[]): string {
  const encoder = encoderOf(to);
  let text = '';
  for (const event of events) text += encoder.push(event);
  return text + encoder.end();
}

function encoderOf(to: ProtocolName): StreamEncoder {
  return protocols[to].encodeStream({ includeUsage: true, created: 1770933892 });
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

function crossRequest(from: ProtocolName, to: ProtocolName, body: string): void {
  const request = protocols[from].decodeRequest({ body: JSON.parse(body) as JsonValue });
  JSON.stringify(protocols[to].encodeRequest(request).body);
}
