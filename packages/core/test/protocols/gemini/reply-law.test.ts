import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { unfold } from '../../../src/fold.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import type { Reply } from '../../../src/reply.ts';
import { almost, jsonValue } from '../../arbitraries/json.ts';
import { cutEvents, reply } from '../../arbitraries/reply.ts';
import { sayableReply } from './sayable.ts';
import { decodeArray, decodeText, encodeEvents } from './streams.ts';

const NAMES = [
  ...['candidates', 'content', 'parts', 'text', 'thought', 'thoughtSignature', 'inlineData'],
  ...['mimeType', 'data', 'functionCall', 'name', 'args', 'id', 'partialArgs', 'willContinue'],
  ...['jsonPath', 'stringValue', 'finishReason', 'index', 'usageMetadata', 'promptTokenCount'],
  ...['groundingMetadata', 'groundingChunks', 'groundingSupports', 'segment', 'endIndex', 'web'],
  ...['groundingChunkIndices', 'citationMetadata', 'citationSources', 'logprobsResult', 'token'],
  ...['chosenCandidates', 'promptFeedback', 'blockReason', 'responseId', 'createTime', 'error'],
];
const WORDS = ['STOP', '$.a', '$.a[0].b', '$', 'SAFETY', '2026-01-01T00:00:00Z'];

/** Texts that follow each other unmarked are one text in a stream. */
function joined(answer: Reply): Reply {
  const content: Reply['content'] = [];
  for (const part of answer.content) {
    const last = content.at(-1);
    const joins =
      (part.type === 'text' && last?.type === 'text' && !part.signature && !part.extra) ||
      (part.type === 'reasoning' && last?.type === 'reasoning');
    if (joins && !last.signature && !last.extra) last.text += part.text;
    else content.push({ ...part });
  }
  return { ...answer, content };
}

const answers = reply(['gemini']).map(sayableReply);

describe('answers', () => {
  it('come back as they were, whole', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const body = JSON.parse(JSON.stringify(gemini.encodeReply(answer)));
        expect(gemini.decodeReply(body)).toEqual(answer);
      }),
      { numRuns: 300 },
    );
  });

  it('come back as they were, streamed in either form', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const events = unfold(answer);
        expect(decodeText(encodeEvents(events))).toEqual(joined(answer));
        const array = encodeEvents(events, { framing: 'json-array' });
        expect(decodeArray(array)).toEqual(joined(answer));
      }),
      { numRuns: 300 },
    );
  });

  it('come back the same however their pieces were cut', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 7 }), (answer, size) => {
        const content = answer.content.map((part) => {
          if (part.type !== 'text' && part.type !== 'reasoning') return part;
          const { signature: _, extra: __, ...bare } = part;
          return bare.text === '' ? { ...bare, text: '.' } : bare;
        });
        const bare = { ...answer, content };
        const text = encodeEvents(cutEvents(unfold(bare), size));
        expect(decodeText(text)).toEqual(joined(bare));
      }),
      { numRuns: 200 },
    );
  });

  it('of any protocol are written as one JSON object, or as events of one line each', () => {
    fc.assert(
      fc.property(reply(), (answer) => {
        const body = gemini.encodeReply(answer);
        expect(JSON.parse(JSON.stringify(body))).toEqual(body);
        const text = encodeEvents(unfold(answer));
        expect(text).toMatch(/^(?:data: \{.*\}\n\n)+$/);
        expect(decodeText(text).finish.raw).toBe(gemini.decodeReply(body).finish.raw);
      }),
      { numRuns: 300 },
    );
  });

  it('of no meaning throw nothing but an OfoxError', () => {
    const body = fc.oneof(jsonValue, almost(NAMES, WORDS));
    fc.assert(
      fc.property(body, body, (first, second) => {
        expectOfoxError(() => gemini.decodeReply(first));
        expectOfoxError(() => {
          const decoder = gemini.decodeStream();
          decoder.push({ data: JSON.stringify(first) }, () => {});
          decoder.push({ data: JSON.stringify(second) }, () => {});
          decoder.end(() => {});
        });
        const text = JSON.stringify(first);
        expect(OfoxError.is(gemini.decodeError({ status: 500, body: text }))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

function expectOfoxError(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!OfoxError.is(error)) throw error;
  }
}
