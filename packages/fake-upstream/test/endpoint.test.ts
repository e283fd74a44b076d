import { describe, expect, it } from 'vitest';
import { endpointOf } from '../src/endpoint.ts';

describe('endpointOf', () => {
  it.each([
    ['POST /v1/chat/completions', 'openai', 'chat', undefined],
    ['POST /v1/embeddings', 'openai', 'embedding', undefined],
    ['POST /v1/images/generations', 'openai', 'image', undefined],
    ['POST /v1/messages', 'anthropic', 'chat', undefined],
    ['POST /anthropic/v1/messages', 'anthropic', 'chat', undefined],
    ['POST /v1/messages/count_tokens', 'anthropic', 'tokens', undefined],
    ['POST /gemini/v1beta/models/google/g-1:generateContent', 'gemini', 'chat', 'google/g-1'],
    ['POST /v1/models/google%2Fg:free:generateContent', 'gemini', 'chat', 'google/g:free'],
    ['POST /v1beta/google/g:streamGenerateContent', 'gemini', 'chat', 'google/g'],
    ['POST /v1beta/models/g:countTokens', 'gemini', 'tokens', 'g'],
    ['POST /v1beta/models/g:embedContent', 'gemini', 'embedding', 'g'],
    ['POST /v1beta/models/g:batchEmbedContents', 'gemini', 'embedding-batch', 'g'],
    ['GET /v1/models', 'openai', 'models', undefined],
    ['GET /v1/models/openai%2Fgpt-4o', 'openai', 'model', 'openai/gpt-4o'],
    ['GET /anthropic/v1/models', 'anthropic', 'models', undefined],
    ['GET /gemini/v1/models/google/g', 'gemini', 'model', 'google/g'],
    ['GET /v1beta/models', 'gemini', 'models', undefined],
  ])('%s', (line, protocol, resource, model) => {
    const [method = '', path = ''] = line.split(' ');
    const endpoint = endpointOf(method, path, {});
    expect(endpoint).toMatchObject({ protocol, resource });
    expect(endpoint?.model).toBe(model);
  });

  it('tells lists of models apart by their headers', () => {
    const protocol = (headers: Record<string, string>) =>
      endpointOf('GET', '/v1/models', headers)?.protocol;
    expect(protocol({ 'x-goog-api-key': 'sk-test-1' })).toBe('gemini');
    expect(protocol({ 'anthropic-version': '2023-06-01' })).toBe('anthropic');
  });

  it.each(['POST /v1/else', 'GET /v1/chat/completions', 'DELETE /v1/models', 'GET /%zz'])(
    'knows nothing of %s',
    (line) => {
      const [method = '', path = ''] = line.split(' ');
      expect(endpointOf(method, path, {})).toBeUndefined();
    },
  );
});
