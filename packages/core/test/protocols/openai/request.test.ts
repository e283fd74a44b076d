import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import { almost } from '../../arbitraries/json.ts';
import { chatRequest } from '../../arbitraries/request.ts';
import { sayableRequest } from './sayable.ts';

describe('decodeRequest and encodeRequest', () => {
  it('give back what was written', () => {
    fc.assert(
      fc.property(chatRequest(['openai']).map(sayableRequest), (request) => {
        const { body } = openai.encodeRequest(request);
        expect(openai.decodeRequest({ body: JSON.parse(JSON.stringify(body)) })).toEqual(request);
      }),
      { numRuns: 300 },
    );
  });
});
