import { describe, expect, it } from 'vitest';
import { findEndpoint } from '../../src/http/find-endpoint.ts';

describe('findEndpoint', () => {
  it.each([
    ['/v1/chat/completions', 'chat', 'openai'],
    ['/v1/embeddings', 'embeddings', 'openai'],
    ['/v1/images/generations', 'images', 'openai'],
    ['/v1/models', 'model-list', 'openai'],
    ['/anthropic/v1/messages', 'chat', 'anthropic'],
    ['/anthropic/messages', 'chat', 'anthropic'],
    ['/anthropic/v1/messages/count_tokens', 'count-tokens', 'anthropic'],
    ['/anthropic/v1/models', 'model-list', 'anthropic'],
    ['/healthz', 'health', 'openai'],
  ])('%s is %s', (path, name, protocol) => {
    expect(findEndpoint(path)).toMatchObject({ name, protocol });
  });

  it.each([
    ['/v1/models/openai/gpt-4o', 'openai', 'openai/gpt-4o'],
    ['/v1/models/openai%2Fgpt-4o', 'openai', 'openai/gpt-4o'],
    ['/v1/models/gpt-4o', 'openai', 'gpt-4o'],
    ['/anthropic/v1/models/anthropic%2Fclaude-opus-4.6', 'anthropic', 'anthropic/claude-opus-4.6'],
    ['/anthropic/v1/models/anthropic/claude-opus-4.6', 'anthropic', 'anthropic/claude-opus-4.6'],
  ])('%s is a model', (path, protocol, model) => {
    expect(findEndpoint(path)).toEqual({
      name: 'model',
      protocol,
      methods: ['GET', 'HEAD'],
      model,
    });
  });

  it.each([
    ['/', 'openai', 'base URL'],
    ['/v1', 'openai', 'base URL'],
    ['/v1/v1/chat/completions', 'openai', 'one /v1'],
    ['/api/v1/embeddings', 'openai', 'has /api too much'],
    ['/v1/responses', 'openai', '/v1/chat/completions'],
    ['/v1/completions', 'openai', '/v1/chat/completions'],
    ['/v1/messages', 'openai', '/anthropic'],
    ['/v1beta/models/x:generateContent', 'openai', '/gemini'],
    ['/chat/completions', 'openai', '/v1'],
    ['/anthropic', 'anthropic', 'base URL'],
    ['/anthropic/v1/v1/messages', 'anthropic', 'must end with /anthropic'],
    ['/anthropic/v1/complete', 'anthropic', /^$/],
    ['/anthropicx', 'openai', ''],
    ['/gemini', 'gemini', ''],
    ['/v1/models/%zz', 'openai', ''],
  ])('%s is nothing in the words of %s', (path, protocol, hint) => {
    const endpoint = findEndpoint(path);
    expect(endpoint).toMatchObject({ name: 'none', protocol });
    expect(endpoint).toHaveProperty('hint', expect.stringMatching(hint));
  });
});
