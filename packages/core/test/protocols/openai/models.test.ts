import { describe, expect, it } from 'vitest';
import { models } from '../../../src/protocols/openai/models.ts';

const model = {
  id: 'anthropic/claude-sonnet-4.5',
  object: 'model',
  created: 1_759_161_676,
  owned_by: 'bedrock',
  canonical_slug: 'claude-sonnet-4.5',
  name: 'Claude Sonnet 4.5',
  description: 'Balanced.',
  context_length: 1_000_000,
  architecture: {
    modality: 'text+image->text',
    input_modalities: ['text', 'image'],
    output_modalities: ['text'],
    tokenizer: 'Claude',
    instruct_type: null,
  },
  pricing: {
    prompt: '0.000003',
    completion: '0.000015',
    input_cache_read: '0.0000003',
    input_cache_write_5m: '0.00000375',
    input_cache_write_1h: '0.000006',
    web_search: '0.015',
  },
  top_provider: { context_length: 1_000_000, max_completion_tokens: 64_000, is_moderated: true },
  per_request_limits: null,
  supported_parameters: ['temperature', 'tools'],
  supported_endpoints: ['/v1/chat/completions'],
  default_parameters: null,
  expiration_date: null,
  aliases: ['claude-sonnet-4-5'],
  is_deprecated: false,
  video_attributes: { modes: [] },
};

describe('models', () => {
  it('reads the full object and writes it back', () => {
    const read = models.decodeModel(model);
    expect(read).toMatchObject({
      id: 'anthropic/claude-sonnet-4.5',
      ownedBy: 'bedrock',
      contextLength: 1_000_000,
      maxOutputTokens: 64_000,
      inputModalities: ['text', 'image'],
      pricing: { prompt: '0.000003', inputCacheWrite1h: '0.000006', rest: { web_search: '0.015' } },
      isDeprecated: false,
      rest: { video_attributes: { modes: [] } },
    });
    expect(models.encodeModel(read)).toEqual(model);
  });

  it('reads and writes lists', () => {
    const page = models.decodeList({ object: 'list', data: [model, { id: 'x' }] });
    expect(page.models.map(({ id }) => id)).toEqual([model.id, 'x']);
    const list = models.encodeList(page);
    expect(list).toMatchObject({ object: 'list', total_count: 2, links: { next: null } });
    expect(models.decodeList(list).models[0]).toEqual(page.models[0]);
  });

  it('writes what OpenAI asks of every model, however little is known', () => {
    expect(models.encodeModel({ id: 'a/b' })).toMatchObject({
      id: 'a/b',
      object: 'model',
      created: 0,
      owned_by: 'a',
    });
  });

  it('escapes ids in paths', () => {
    expect(models.modelPath('openai/gpt-4o')).toBe('/models/openai%2Fgpt-4o');
  });

  it.each([{}, { data: [{}] }, { data: 5 }, null, 'x'])('refuses %j as a list', (body) => {
    expect(() => models.decodeList(body)).toThrow(expect.objectContaining({ kind: 'upstream' }));
  });
});
