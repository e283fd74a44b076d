import { expect, it } from 'vitest';
import { faults, NO_SCHEMAS } from '../support/schemas.ts';

it.skipIf(NO_SCHEMAS)(`the schemas find faults ${NO_SCHEMAS ?? ''}`, () => {
  expect(faults('openai', 'CreateChatCompletionResponse', { id: 1 })).not.toEqual([]);
  expect(faults('openai', 'CreateChatCompletionStreamResponse', { choices: [{}] })).not.toEqual([]);
  expect(faults('anthropic-2023-06-01', 'AEvent', { type: 'message_start' })).not.toEqual([]);
  expect(faults('anthropic-2026-10-21', 'AMessage', { type: 'message' })).not.toEqual([]);
  const candidates = { finishReason: 'STOP' };
  expect(faults('google', 'GenerateContentResponse', { candidates })).not.toEqual([]);
});
