import { describe, expect, it } from 'vitest';
import { models } from '../../../src/protocols/gemini/models.ts';
import { caught } from './support.ts';

const body = {
  name: 'models/google/gemini-3-pro-preview',
  version: '3.0',
  displayName: 'Gemini 3 Pro',
  description: 'Thinks.',
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: ['generateContent'],
  thinking: true,
  ownedBy: 'google',
};

describe('models', () => {
  it('are read and written back whole', () => {
    const model = models.decodeModel(body);
    expect(model).toEqual({
      id: 'google/gemini-3-pro-preview',
      name: 'Gemini 3 Pro',
      description: 'Thinks.',
      contextLength: 1_048_576,
      maxOutputTokens: 65_536,
      ownedBy: 'google',
      rest: {
        version: '3.0',
        supportedGenerationMethods: ['generateContent'],
        thinking: true,
      },
    });
    expect(models.encodeModel(model)).toEqual(body);
  });

  it('of other wires tell what they can be asked for', () => {
    const methods = (supportedEndpoints?: string[]) =>
      models.encodeModel({ id: 'x/y', ...(supportedEndpoints ? { supportedEndpoints } : {}) })
        .supportedGenerationMethods;
    expect(methods()).toEqual(['generateContent', 'streamGenerateContent']);
    expect(methods(['/v1/embeddings'])).toEqual(['embedContent', 'batchEmbedContents']);
  });

  it('come in pages', () => {
    expect(models.listPath()).toBe('/v1beta/models?pageSize=1000');
    expect(models.listPath('a&b')).toBe('/v1beta/models?pageSize=1000&pageToken=a%26b');
    expect(models.modelPath('google/x')).toBe('/v1beta/models/google/x');
    const page = models.decodeList({ models: [body], nextPageToken: 'n' });
    expect(page.next).toBe('n');
    expect(models.encodeList(page)).toEqual({ models: [body], nextPageToken: 'n' });
    expect(models.decodeList({ models: [], nextPageToken: '' })).toEqual({ models: [] });
  });

  it.each([[null], [{}], [{ models: [{}] }]])('are not %j', (list) => {
    expect(caught(() => models.decodeList(list)).kind).toBe('upstream');
  });
});
