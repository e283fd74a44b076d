import { describe, expect, it } from 'vitest';
import { findEndpoint } from '../../src/http/find-endpoint.ts';

const CHAT = { name: 'chat', protocol: 'gemini', methods: ['POST'], stream: false };
const STREAM = { ...CHAT, stream: true };
/** What somebody who POSTs to a model without a method, or with a wrong one, is told. */
const METHODS = expect.stringContaining('generateContent');

describe('findGeminiEndpoint', () => {
  it.each([
    [
      'v1beta/models/google/gemini-3-flash-preview:generateContent',
      'google/gemini-3-flash-preview',
    ],
    ['v1/models/google/gemini-3-flash-preview:generateContent', 'google/gemini-3-flash-preview'],
    ['v1alpha/models/google/x:generateContent', 'google/x'],
    ['v1beta/models/google%2Fx:generateContent', 'google/x'],
    ['v1beta/models/google%2Fx%3AgenerateContent', 'google/x'],
    ['v1beta/google/x:generateContent', 'google/x'],
    ['v1beta/models/x:generateContent', 'google/x'],
    ['v1beta/x:generateContent', 'google/x'],
    ['v1beta/models/openai/gpt-4o:free:generateContent', 'openai/gpt-4o:free'],
    ['v1beta1/publishers/google/models/x:generateContent', 'google/x'],
    ['v1beta1/publishers/openai/models/gpt-4o:generateContent', 'openai/gpt-4o'],
    ['v1beta1/publishers/google/x:generateContent', 'google/x'],
    ['v1beta/models/publishers/google/models/x:generateContent', 'google/x'],
    ['v1beta1/projects/p/locations/l/publishers/google/models/x:generateContent', 'google/x'],
    ['v1beta/tunedModels/x:generateContent', 'tunedModels/x'],
  ])('%s asks %s', (path, model) => {
    expect(findEndpoint(`/gemini/${path}`)).toEqual({ ...CHAT, model });
  });

  it.each([
    ['google/x:streamGenerateContent', STREAM],
    ['google/x:countTokens', { name: 'count-tokens', protocol: 'gemini', methods: ['POST'] }],
    ['google/x:embedContent', { name: 'embeddings', protocol: 'gemini', methods: ['POST'] }],
    ['google/x:batchEmbedContents', { name: 'embeddings', protocol: 'gemini', methods: ['POST'] }],
    ['google/x', { name: 'model', protocol: 'gemini', methods: ['GET', 'HEAD'], hint: METHODS }],
  ])('models/%s', (path, endpoint) => {
    expect(findEndpoint(`/gemini/v1beta/models/${path}`)).toEqual({
      ...endpoint,
      model: 'google/x',
    });
  });

  it('keeps a colon in the id of a model that is looked up', () => {
    expect(findEndpoint('/gemini/v1/models/openai/gpt-4o:free')).toMatchObject({
      name: 'model',
      model: 'openai/gpt-4o:free',
    });
  });

  it.each(['/gemini/v1/models', '/gemini/v1beta/models/'])('%s is the list', (path) => {
    expect(findEndpoint(path)).toMatchObject({ name: 'model-list', protocol: 'gemini' });
  });

  it.each([
    ['/gemini/v1beta/v1/models/google/x:generateContent', 'must end with /gemini'],
    ['/gemini/v1beta/v1beta/models', 'must end with /gemini'],
    ['/gemini/models/google/x:generateContent', 'comes a version'],
    ['/gemini/v2/models', 'comes a version'],
    ['/gemini/v1beta/google/x', 'ends with a colon'],
    ['/gemini/v1beta/google/x:predict', 'generateContent'],
    ['/gemini/v1beta/models/:generateContent', 'names no model'],
    ['/gemini/v1beta/models/%E0%A4%A:generateContent', 'malformed'],
    ['/gemini/v1beta/x:toString', 'ends with a colon'],
    ['/gemini/v1/interactions', 'ends with a colon'],
  ])('%s is nothing, and says why', (path, hint) => {
    const endpoint = findEndpoint(path);
    expect(endpoint).toMatchObject({ name: 'none', protocol: 'gemini' });
    expect(endpoint).toHaveProperty('hint', expect.stringContaining(hint));
  });
});
