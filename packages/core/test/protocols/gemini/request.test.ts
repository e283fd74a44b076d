import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import { caught, decode, encode, MODEL } from './support.ts';

describe('decodeRequest', () => {
  it('takes the model from the path, and from the body only where the path is silent', () => {
    const body = {
      model: 'models/google/gemini-2.5-flash',
      contents: [{ parts: [{ text: 'a' }] }],
    };
    expect(gemini.decodeRequest({ body }).model).toBe('google/gemini-2.5-flash');
    const told = gemini.decodeRequest({ body, model: MODEL, stream: true });
    expect(told).toMatchObject({ model: MODEL, stream: true });
    expect(told.extra).toBeUndefined();
    expect(caught(() => gemini.decodeRequest({ body: { contents: [] } })).param).toBe('model');
  });

  it('reads every structural name in either spelling, and user data as it is', () => {
    const snake = decode({
      system_instruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        { parts: [{ inline_data: { mime_type: 'image/png', data: 'AAAA' } }] },
        {
          role: 'model',
          parts: [{ function_call: { name: 'f', args: { snake_case: { a_b: 1 } } } }],
        },
        {
          role: 'function',
          parts: [{ function_response: { name: 'f', response: { some_key: 'x_y' } } }],
        },
      ],
      generation_config: {
        max_output_tokens: 5,
        stop_sequences: ['.'],
        thinking_config: { thinking_budget: 100, include_thoughts: true },
        media_resolution: 'MEDIA_RESOLUTION_LOW',
      },
      tools: [
        {
          function_declarations: [
            {
              name: 'f',
              parameters: {
                type: 'OBJECT',
                properties: { any_of: { type: 'STRING', min_items: '1' } },
              },
            },
          ],
        },
        { google_search: {} },
      ],
      tool_config: { function_calling_config: { mode: 'ANY', allowed_function_names: ['f'] } },
    });
    expect(snake.system).toEqual([{ type: 'text', text: 'Be brief.' }]);
    expect(snake.messages).toEqual([
      {
        role: 'user',
        content: [
          {
            type: 'media',
            kind: 'image',
            source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' },
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          {
            type: 'tool-call',
            id: 'call_ofox_1_0',
            name: 'f',
            arguments: '{"snake_case":{"a_b":1}}',
          },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            id: 'call_ofox_1_0',
            name: 'f',
            content: [{ type: 'text', text: '{"some_key":"x_y"}' }],
          },
        ],
      },
    ]);
    expect(snake).toMatchObject({
      maxTokens: 5,
      stop: ['.'],
      reasoning: { budgetTokens: 100, include: true },
      toolChoice: { name: 'f' },
    });
    expect(snake.tools).toEqual([
      {
        type: 'function',
        name: 'f',
        parameters: { type: 'object', properties: { any_of: { type: 'string', minItems: 1 } } },
      },
      { type: 'native', by: 'gemini', definition: { google_search: {} } },
    ]);
    expect(snake.extra).toEqual({
      gemini: { generationConfig: { media_resolution: 'MEDIA_RESOLUTION_LOW' } },
    });
  });

  it.each([
    [{ contents: 'Hello' }, 'contents'],
    [{ contents: [] }, 'contents'],
    [{ contents: [{ role: 'system', parts: [] }] }, 'contents[0].role'],
    [{ contents: [{ parts: [{ text: 1 }] }] }, 'contents[0].parts[0].text'],
    [
      { contents: [{ parts: [{ inlineData: { data: 'A' } }] }] },
      'contents[0].parts[0].inlineData.mimeType',
    ],
    [{ contents: [{ parts: [{ fileData: {} }] }] }, 'contents[0].parts[0].fileData.fileUri'],
    [
      { contents: [{ role: 'model', parts: [{ functionCall: { args: {} } }] }] },
      'contents[0].parts[0].functionCall.name',
    ],
    [
      { contents: [{ role: 'model', parts: [{ functionCall: { name: 'f', args: [] } }] }] },
      'contents[0].parts[0].functionCall.args',
    ],
    [
      { contents: [{ parts: [{ functionResponse: { name: 'f', response: {} } }] }] },
      'contents[0].parts[0].functionResponse.name',
    ],
    [{ systemInstruction: { parts: [{ inlineData: {} }] } }, 'systemInstruction.parts[0]'],
    [{ generationConfig: { temperature: 3 } }, 'generationConfig.temperature'],
    [{ generationConfig: { maxOutputTokens: 0 } }, 'generationConfig.maxOutputTokens'],
    [{ generationConfig: { candidateCount: 2 } }, 'generationConfig.candidateCount'],
    [{ generationConfig: { logprobs: 2 } }, 'generationConfig.logprobs'],
    [
      { generationConfig: { responseModalities: ['SMELL'] } },
      'generationConfig.responseModalities[0]',
    ],
    [
      { generationConfig: { thinkingConfig: { thinkingLevel: 'much' } } },
      'generationConfig.thinkingConfig.thinkingLevel',
    ],
    [
      { generationConfig: { responseSchema: {}, responseJsonSchema: {} } },
      'generationConfig.responseJsonSchema',
    ],
    [
      { toolConfig: { functionCallingConfig: { mode: 'MAYBE' } } },
      'toolConfig.functionCallingConfig.mode',
    ],
    [{ tools: [{ functionDeclarations: [{}] }] }, 'tools[0].functionDeclarations[0].name'],
    [{ provider: { routing: 'fast' } }, 'provider.routing'],
  ])('names the field at fault: %j', (fields, param) => {
    const error = caught(() => decode(fields));
    expect(error).toMatchObject({ kind: 'invalid_request', status: 400, param });
    expect(error.message).toContain(param);
  });

  it('refuses what is nested more deeply than can be written', () => {
    const args = JSON.parse(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`) as JsonObject;
    const contents = [{ role: 'model', parts: [{ functionCall: { name: 'f', args } }] }];
    const error = caught(() => decode({ contents }));
    expect(error.param).toBe('contents[0].parts[0].functionCall.args');
    const reply = { candidates: [{ content: contents[0] as JsonObject }] };
    expect(caught(() => gemini.decodeReply(reply)).kind).toBe('upstream');
  });

  it('keeps what it does not know, and writes it back under the same path', () => {
    const fields = {
      safetySettings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'BLOCK_NONE' }],
      cachedContent: 'cachedContents/abc',
      labels: { team: 'a_b' },
      serviceTier: 'flex',
      generationConfig: {
        maxOutputTokens: 7,
        speechConfig: { voiceConfig: {} },
        imageConfig: { aspectRatio: '1:1' },
        thinkingConfig: { includeThoughts: true, more: 1 },
        responseMimeType: 'text/x.enum',
        responseSchema: { type: 'STRING', enum: ['a', 'b'] },
      },
      toolConfig: { retrievalConfig: { languageCode: 'en' } },
      systemInstruction: { parts: [{ text: 'x', partMetadata: { a: 1 } }], more: true },
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'Hello', unknown: 1 },
            {
              fileData: { fileUri: 'https://youtu.be/x', displayName: 'clip' },
              videoMetadata: { fps: 2 },
            },
            { executableCode: { language: 'PYTHON', code: '1' } },
          ],
          more: 2,
        },
      ],
    };
    const request = decode(fields);
    expect(request.extra?.gemini).toMatchObject({ cachedContent: 'cachedContents/abc' });
    const { body, warnings } = encode(request);
    expect(body).toEqual(fields);
    expect(warnings).toEqual([]);
  });

  it('reads the routing extension', () => {
    const request = decode({
      provider: { routing: 'cost', fallback: ['openai/gpt-4o'] },
      model_routing_config: { preference: 'speed' },
    });
    expect(request.provider).toEqual({ routing: 'cost', fallback: ['openai/gpt-4o'] });
    expect(request.modelRouting).toEqual({ preference: 'speed' });
    expect(encode(request).body).toMatchObject({
      provider: { routing: 'cost', fallback: ['openai/gpt-4o'] },
      model_routing_config: { preference: 'speed' },
    });
    const own = gemini.encodeRequest(request, { extensions: false });
    expect(own.body).not.toHaveProperty('provider');
  });
});

describe('encodeRequest', () => {
  it('tells the model and the method in the path', () => {
    expect(encode().path).toBe('/v1beta/models/google/gemini-3-pro-preview:generateContent');
    expect(encode({ stream: true, model: 'openai/gpt-4o:free' }).path).toBe(
      '/v1beta/models/openai/gpt-4o%3Afree:streamGenerateContent?alt=sse',
    );
    expect(encode({ model: 'a?b/c d' }).path).toBe('/v1beta/models/a%3Fb/c%20d:generateContent');
    for (const model of ['', '..', 'google/../x', 'google//x', '\ud800']) {
      expect(caught(() => encode({ model })).param).toBe('model');
    }
  });

  it('reports what this wire has no word for', () => {
    const { warnings, body } = encode({
      parallelToolCalls: false,
      user: 'u',
      metadata: { a: 'b' },
      serviceTier: 'flex',
      cache: {},
      system: [{ type: 'text', text: 'x', cache: { ttl: '1h' } }],
      tools: [{ type: 'function', name: 'f', cache: {} }],
      messages: [
        {
          role: 'user',
          name: 'ann',
          content: [
            {
              type: 'media',
              kind: 'image',
              source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' },
              detail: 'low',
              name: 'cat.png',
              cache: {},
            },
          ],
        },
        { role: 'system', content: [{ type: 'text', text: 'Answer in French.' }] },
        { role: 'assistant', content: [{ type: 'refusal', text: 'No.' }] },
      ],
      extra: { openai: { logit_bias: {} } },
    });
    expect(warnings.sort()).toEqual([
      'approximated messages[1]',
      'approximated messages[2].content[0]',
      'dropped cache',
      'dropped messages[0].content[0].cache',
      'dropped messages[0].content[0].detail',
      'dropped messages[0].content[0].name',
      'dropped messages[0].name',
      'dropped metadata',
      'dropped parallelToolCalls',
      'dropped serviceTier',
      'dropped system[0].cache',
      'dropped tools[0].cache',
      'dropped user',
      'foreign_dropped extra.openai.logit_bias',
    ]);
    expect(body.contents).toEqual([
      { role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
      { role: 'user', parts: [{ text: 'Answer in French.' }] },
      { role: 'model', parts: [{ text: 'No.' }] },
    ]);
  });

  it('refuses more stop sequences than Google takes', () => {
    expect(caught(() => encode({ stop: ['1', '2', '3', '4', '5', '6'] })).param).toBe('stop');
  });

  it('leaves what it was given untouched', () => {
    const request = decode({
      contents: [{ role: 'model', parts: [{ functionCall: { name: 'f' }, x: 1 }] }],
      generationConfig: { responseJsonSchema: { type: 'object' }, more: { a: 1 } },
    });
    const before = structuredClone(request);
    encode(request);
    expect(request).toEqual(before);
  });
});
