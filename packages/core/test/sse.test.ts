import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../src/error.ts';
import { readEvents, type ServerSentEvent, SseReader, writeEvent } from '../src/sse.ts';
import { cut } from './cut.ts';

const utf8 = new TextEncoder();

function read(pieces: Uint8Array[], maxEventBytes?: number): ServerSentEvent[] {
  const reader = new SseReader(maxEventBytes === undefined ? {} : { maxEventBytes });
  const events: ServerSentEvent[] = [];
  for (const piece of pieces) reader.push(piece, (event) => events.push(event));
  reader.end((event) => events.push(event));
  return events;
}

const readText = (text: string) => read([utf8.encode(text)]);

describe('SseReader', () => {
  it.each<[string, string, ServerSentEvent[]]>([
    ['nothing', '', []],
    ['one event', 'data: {"a":1}\n\n', [{ data: '{"a":1}' }]],
    ['a named event', 'event: ping\ndata: {}\n\n', [{ event: 'ping', data: '{}' }]],
    ['the name behind the data', 'data: {}\nevent: ping\n\n', [{ event: 'ping', data: '{}' }]],
    ['no space behind the colon', 'event:ping\ndata:x\n\n', [{ event: 'ping', data: 'x' }]],
    ['one space only is left out', 'data:  x\n\n', [{ data: ' x' }]],
    ['several data lines', 'data: a\ndata:\ndata: b\n\n', [{ data: 'a\n\nb' }]],
    ['a field without a colon', 'data\n\n', [{ data: '' }]],
    ['empty data', 'data:\n\n', [{ data: '' }]],
    ['comments', ': hello\n\n:\ndata: x\n: more\n\n', [{ data: 'x' }]],
    ['ids and retry times', 'id: 7\nretry: 10\ndata: x\n\n', [{ data: 'x' }]],
    [
      'fields that begin like others',
      'dates: 1\ndatabase: x\nevents: y\ndata: x\n\n',
      [{ data: 'x' }],
    ],
    ['a name without data', 'event: ping\n\ndata: x\n\n', [{ data: 'x' }]],
    ['an empty name', 'event:\ndata: x\n\n', [{ data: 'x' }]],
    [
      'CRLF',
      'event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n',
      [{ event: 'a', data: '1' }, { data: '2' }],
    ],
    ['CR', 'data: 1\r\rdata: 2\rdata: 3\r\r', [{ data: '1' }, { data: '2\n3' }]],
    [
      'mixed line ends',
      'data: 1\r\n\ndata: 2\n\r\ndata: 3\r\n\r',
      [{ data: '1' }, { data: '2' }, { data: '3' }],
    ],
    ['a byte order mark', '\ufeffdata: x\n\n', [{ data: 'x' }]],
    ['a byte order mark later', 'data: \ufeffx\n\n', [{ data: '\ufeffx' }]],
    ['no final blank line', 'data: a\n\ndata: b\n', [{ data: 'a' }, { data: 'b' }]],
    ['no final line end', 'data: a\n\ndata: b', [{ data: 'a' }, { data: 'b' }]],
    ['many blank lines', '\n\n\ndata: a\n\n\n\n', [{ data: 'a' }]],
  ])('reads %s', (_, text, events) => {
    expect(readText(text)).toEqual(events);
    for (const size of [1, 2, 3, 5]) expect(read(cut(utf8.encode(text), size))).toEqual(events);
  });

  it('reads invalid UTF-8 as the standard decoder does, wherever it is cut', () => {
    const start = utf8.encode('data: ');
    const tails = [
      [0xff],
      [0xe2, 0x82],
      [0xf0, 0x9f, 0x98],
      [0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0x80],
    ];
    for (const tail of tails) {
      const bytes = new Uint8Array([...start, ...tail]);
      const wanted = new TextDecoder().decode(bytes).slice(6);
      for (const size of [1, 2, 3, 100]) {
        expect(read(cut(bytes, size))).toEqual([{ data: wanted }]);
      }
    }
  });

  it('reads the same events wherever the bytes are cut', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', ':', ' ', 'é', '€', '😀', '\ufeff', 'data: '),
    });
    const end = fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n');
    const body = fc
      .array(fc.tuple(fc.constantFrom('data: ', 'data:', 'event: ', ':', ''), line, end))
      .map((lines) => utf8.encode(lines.flat().join('')));
    fc.assert(
      fc.property(body, fc.array(fc.nat(200)), (bytes, cuts) => {
        expect(read(cut(bytes, cuts))).toEqual(read([bytes]));
      }),
    );
  });

  it('throws nothing for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(9), (bytes, size) => {
        expect(read(cut(bytes, size + 1))).toEqual(read([bytes]));
      }),
    );
  });

  it.each([
    ['a line', `data: ${'x'.repeat(100)}\n\n`],
    ['a line that never ends', 'x'.repeat(200)],
    ['many data lines', 'data: 123456789\n'.repeat(20)],
    ['a name', `event: ${'x'.repeat(100)}\ndata: 1\n\n`],
  ])('gives up on an event that is too large: %s', (_, text) => {
    for (const size of [1, 7, 1000]) {
      const attempt = () => read(cut(utf8.encode(text), size), 64);
      expect(attempt).toThrow(OfoxError);
      expect(attempt).toThrow('larger than 64 bytes');
    }
  });

  it('does not count what many small events have in common', () => {
    expect(read([utf8.encode('data: 1234567890\n\n'.repeat(100))], 64)).toHaveLength(100);
    expect(read([utf8.encode(': 1234567890\n'.repeat(100))], 64)).toEqual([]);
  });
});

describe('writeEvent', () => {
  it('is read back as it was', () => {
    const data = fc.string({ unit: fc.constantFrom('a', '\n', ' ', ':', '€') });
    const event = fc.record(
      { data, event: fc.constantFrom('ping', 'a b') },
      { requiredKeys: ['data'] },
    );
    fc.assert(
      fc.property(event, (written) => {
        expect(readText(writeEvent(written))).toEqual([written]);
      }),
    );
  });

  it('writes one data line for each line', () => {
    expect(writeEvent({ event: 'x', data: '{}' })).toBe('event: x\ndata: {}\n\n');
    expect(writeEvent({ data: 'a\r\nb\rc' })).toBe('data: a\ndata: b\ndata: c\n\n');
  });
});

describe('readEvents', () => {
  it('gives the events of each piece together, and those before an error', async () => {
    async function* body() {
      yield utf8.encode('data: 1\n\ndata: 2\n\nda');
      yield utf8.encode('ta: 3\n\n');
      yield utf8.encode(`data: 4\n\n${'x'.repeat(100)}`);
    }
    const batches: string[][] = [];
    const attempt = async () => {
      for await (const events of readEvents(body(), new SseReader({ maxEventBytes: 50 }))) {
        batches.push(events.map((event) => event.data));
      }
    };
    await expect(attempt()).rejects.toThrow('larger than 50 bytes');
    expect(batches).toEqual([['1', '2'], ['3'], ['4']]);
  });
});
