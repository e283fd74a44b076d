import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { bytesOfUnits, unitsOfBytes } from '../../../src/protocols/gemini/byte-offsets.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import { NO_USAGE } from '../../../src/usage.ts';

const web = (uri: string, title: string) => ({ web: { uri, title } });

function citations(texts: string[], candidate: JsonObject) {
  const parts = texts.map((text) => ({ text }));
  const { content } = gemini.decodeReply({
    candidates: [{ content: { parts }, finishReason: 'STOP', ...candidate }],
  });
  return content.map((part) => (part.type === 'text' ? (part.citations ?? []) : []));
}

describe('grounding', () => {
  it('is read as citations, whose places are told in bytes', () => {
    const groundingMetadata = {
      groundingChunks: [web('https://a.test', 'A'), web('https://b.test', 'B')],
      groundingSupports: [
        { segment: { endIndex: 7, text: 'Größe' }, groundingChunkIndices: [0, 1] },
        { segment: { startIndex: 8, endIndex: 12, text: '😀' }, groundingChunkIndices: [1] },
        { segment: {}, groundingChunkIndices: [7] },
      ],
    };
    expect(citations(['Größe 😀'], { groundingMetadata })[0]).toEqual([
      { url: 'https://a.test', title: 'A', quote: 'Größe', start: 0, end: 5 },
      { url: 'https://b.test', title: 'B', quote: 'Größe', start: 0, end: 5 },
      { url: 'https://b.test', title: 'B', quote: '😀', start: 6, end: 8 },
    ]);
  });

  it('belongs to the text that has the words', () => {
    const groundingMetadata = {
      groundingChunks: [web('https://a.test', 'A')],
      groundingSupports: [
        { segment: { startIndex: 0, endIndex: 3, text: 'two' }, groundingChunkIndices: [0] },
        { segment: { startIndex: 0, endIndex: 3, text: 'gone' }, groundingChunkIndices: [0] },
      ],
    };
    expect(citations(['one', 'two', 'six'], { groundingMetadata })).toEqual([
      [],
      [{ url: 'https://a.test', title: 'A', quote: 'two', start: 0, end: 3 }],
      [{ url: 'https://a.test', title: 'A', quote: 'gone' }],
    ]);
  });

  it('without supports names its sources alone', () => {
    const groundingMetadata = {
      groundingChunks: [{ maps: { uri: 'https://m.test' } }, { unknown: {} }],
    };
    expect(citations(['x'], { groundingMetadata })).toEqual([[{ url: 'https://m.test' }]]);
  });

  it('stays whole in extra, and is written back as it was', () => {
    const candidate = {
      content: { role: 'model', parts: [{ text: 'abc' }] },
      finishReason: 'STOP',
      index: 0,
      groundingMetadata: {
        webSearchQueries: ['q'],
        groundingChunks: [web('https://a.test', 'A')],
        groundingSupports: [{ segment: { endIndex: 3 }, groundingChunkIndices: [0] }],
      },
      citationMetadata: {
        citationSources: [{ startIndex: 1, endIndex: 2, uri: 'https://c.test' }],
      },
    };
    const reply = gemini.decodeReply({ candidates: [candidate] });
    expect(reply.content[0]).toMatchObject({
      citations: [
        { url: 'https://a.test', start: 0, end: 3 },
        { url: 'https://c.test', start: 1, end: 2 },
      ],
    });
    expect(gemini.encodeReply(reply).candidates).toEqual([candidate]);
  });

  it('is made of the citations of other protocols', () => {
    const text = 'Größe 😀!';
    const body = gemini.encodeReply({
      id: 'x',
      model: 'm',
      finish: { reason: 'stop' },
      usage: NO_USAGE,
      warnings: [],
      content: [
        { type: 'reasoning', text: 'Hm.' },
        {
          type: 'text',
          text,
          citations: [
            { url: 'https://a.test', title: 'A', start: 6, end: 8 },
            { url: 'https://a.test', title: 'A', quote: 'said there' },
          ],
        },
      ],
    });
    expect(body.candidates).toMatchObject([
      {
        groundingMetadata: {
          groundingChunks: [
            web('https://a.test', 'A'),
            { retrievedContext: { uri: 'https://a.test', title: 'A', text: 'said there' } },
          ],
          groundingSupports: [
            {
              segment: { partIndex: 1, startIndex: 8, endIndex: 12, text: '😀' },
              groundingChunkIndices: [0],
            },
            { segment: { partIndex: 1 }, groundingChunkIndices: [1] },
          ],
        },
      },
    ]);
    expect(gemini.decodeReply(body).content[1]).toMatchObject({
      citations: [{ start: 6, end: 8, quote: '😀' }, { quote: 'said there' }],
    });
  });
});

describe('places in bytes', () => {
  it('are the inverse of places in UTF-16 units', () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const units = [0];
        for (const point of text) units.push((units.at(-1) ?? 0) + point.length);
        const bytes = bytesOfUnits(text, units);
        expect(bytes).toEqual(units.map((unit) => encoder.encode(text.slice(0, unit)).length));
        expect(unitsOfBytes(text, bytes)).toEqual(units);
      }),
    );
  });

  it('beyond the end are the end', () => {
    expect(unitsOfBytes('é', [99])).toEqual([1]);
    expect(unitsOfBytes('e', [99])).toEqual([1]);
  });
});
