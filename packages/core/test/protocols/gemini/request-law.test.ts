import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import type { JsonObject } from '../../../src/json.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import type { ChatRequest } from '../../../src/request.ts';
import { almost, jsonValue } from '../../arbitraries/json.ts';
import { chatRequest } from '../../arbitraries/request.ts';
import { canonicalSources, sayableRequest } from './sayable.ts';

const NAMES = [
  ...['contents', 'role', 'parts', 'text', 'thought', 'thoughtSignature', 'inlineData', 'mimeType'],
  ...['data', 'fileData', 'fileUri', 'functionCall', 'functionResponse', 'name', 'args', 'id'],
  ...['response', 'systemInstruction', 'tools', 'functionDeclarations', 'parameters', 'toolConfig'],
  ...['functionCallingConfig', 'mode', 'generationConfig', 'thinkingConfig', 'responseSchema'],
  ...['properties', 'items', 'type', 'anyOf', 'stopSequences', 'inline_data', 'provider'],
];

function wire(request: ChatRequest): ChatRequest {
  const { body, path } = gemini.encodeRequest(request);
  const [, model, method] = /^\/v1beta\/models\/([^:]+):(\w+)/.exec(path) ?? [];
  return gemini.decodeRequest({
    body: JSON.parse(JSON.stringify(body)) as JsonObject,
    model: decodeURIComponent(model ?? ''),
    stream: method === 'streamGenerateContent',
  });
}

describe('requests', () => {
  it('come back as they were, as far as this wire can say them', () => {
    fc.assert(
      fc.property(chatRequest(['gemini']), (any) => {
        const request = canonicalSources({ ...any, model: 'google/gemini-3-pro-preview' });
        expect(wire(request)).toEqual(sayableRequest(request));
      }),
      { numRuns: 400 },
    );
  });

  it('come back the same for good once they have been written', () => {
    fc.assert(
      fc.property(chatRequest(['gemini']), (any) => {
        const once = wire(canonicalSources({ ...any, model: 'google/gemini-2.5-flash' }));
        expect(wire(once)).toEqual(once);
      }),
    );
  });

  it('of any protocol are written, or refused with an OfoxError', () => {
    fc.assert(
      fc.property(chatRequest(), (request) => {
        try {
          for (const { path } of gemini.encodeRequest(request).warnings) expect(path).not.toBe('');
        } catch (error) {
          if (!OfoxError.is(error)) throw error;
          expect(error.kind).toBe('invalid_request');
          expect(error.param).toMatch(
            /^messages\[\d+\]\.content\[\d+\](\.content\[\d+\])?\.source$/,
          );
        }
      }),
    );
  });

  it('of no meaning throw nothing but an OfoxError', () => {
    fc.assert(
      fc.property(fc.oneof(jsonValue, almost(NAMES, ['model', 'user', 'ANY'])), (body) => {
        try {
          gemini.decodeRequest({ body, model: 'google/gemini-3-pro-preview' });
        } catch (error) {
          if (!OfoxError.is(error)) throw error;
          expect(error.kind).toBe('invalid_request');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
