import fc from 'fast-check';
import { describe, it } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { ReplyFold } from '../../../src/fold.ts';
import type { JsonValue } from '../../../src/json.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import { almost, jsonValue } from '../../arbitraries/json.ts';

const NAMES = [
  'model',
  'messages',
  'role',
  'content',
  'type',
  'text',
  'image_url',
  'url',
  'file',
  'file_data',
  'tools',
  'function',
  'name',
  'arguments',
  'tool_calls',
  'tool_call_id',
  'tool_choice',
  'id',
  'index',
  'choices',
  'delta',
  'message',
  'finish_reason',
  'reasoning',
  'reasoning_content',
  'reasoning_details',
  'data',
  'signature',
  'format',
  'summary',
  'annotations',
  'url_citation',
  'audio',
  'images',
  'refusal',
  'logprobs',
  'usage',
  'prompt_tokens',
  'cost',
  'error',
  'code',
  'stop',
  'embedding',
  'input',
  'prompt',
  'custom',
  'extra_content',
  'google',
  'thought_signature',
  'function_call',
  'functions',
  'pricing',
];
const WORDS = [
  'user',
  'assistant',
  'tool',
  'system',
  'function',
  'image_url',
  'text',
  'file',
  'input_audio',
  'custom',
  'reasoning.text',
  'reasoning.encrypted',
  'allowed_tools',
  'stop',
  'tool_calls',
  'a',
  '{}',
  'data:image/png;base64,AA==',
];

const body = fc.oneof(jsonValue, almost(NAMES, WORDS));

/** Only an OfoxError may come of it. */
function bear(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!OfoxError.is(error)) throw error;
  }
}

describe('whatever comes over the wire', () => {
  it('makes a request or an OfoxError', () => {
    fc.assert(
      fc.property(body, (value) => {
        bear(() => openai.encodeRequest(openai.decodeRequest({ body: value })));
        bear(() => openai.embeddings?.decodeRequest({ body: value }));
        bear(() => openai.images?.decodeRequest?.({ body: value }));
      }),
      { numRuns: 500 },
    );
  });

  it('makes messages or an OfoxError', () => {
    fc.assert(
      fc.property(fc.array(almost(NAMES, WORDS), { maxLength: 4 }), (messages) => {
        bear(() => openai.encodeRequest(openai.decodeRequest({ body: { model: 'm', messages } })));
      }),
      { numRuns: 500 },
    );
  });

  it('makes a reply or an OfoxError', () => {
    fc.assert(
      fc.property(body, (value) => {
        bear(() => openai.encodeReply(openai.decodeReply(value)));
        const message = { choices: [{ message: value }] } as JsonValue;
        bear(() => openai.encodeReply(openai.decodeReply(message)));
        bear(() => openai.embeddings?.decodeReply(value, { model: 'm', input: ['a'] }));
        bear(() => openai.images?.decodeReply(value, { model: 'm', prompt: 'p' }));
        bear(() => openai.models.encodeList(openai.models.decodeList(value)));
        bear(() => openai.decodeError({ status: 500, body: JSON.stringify(value) }));
      }),
      { numRuns: 500 },
    );
  });

  it('makes events in their order or an OfoxError', () => {
    const delta = almost(NAMES, WORDS).map(
      (value) => ({ choices: [{ delta: value }] }) as JsonValue,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(delta, body), { maxLength: 6 }), (chunks) => {
        const decoder = openai.decodeStream();
        const encoder = openai.encodeStream();
        const reply = new ReplyFold();
        bear(() => {
          for (const chunk of chunks) {
            bear(() =>
              decoder.push({ data: JSON.stringify(chunk) }, (event) => {
                encoder.push(event);
                reply.push(event);
              }),
            );
          }
          decoder.push({ data: '[DONE]' }, (event) => reply.push(event));
          reply.end();
        });
      }),
      { numRuns: 500 },
    );
  });

  it('reads any text as an error', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 400, max: 599 }), (text, status) => {
        openai.decodeError({ status, body: text });
      }),
    );
  });
});
