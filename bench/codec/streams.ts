import type { ProtocolName } from '@ofoxai/core';

/** A stream as a provider sends it: thoughts, then text, then one tool call. */
export interface Sample {
  bytes: Uint8Array;
  /** The bytes as they come from the network. */
  pieces: Uint8Array[];
  chunks: number;
}

const PIECE = 4096;
const WORDS = 'The quick brown fox – Füchse – jumps over "lazy" dogs,\n 1 2 3. '.split(/(?<= )/);

/** @param chunks about how many chunks the stream has. */
export function sample(protocol: ProtocolName, chunks: number): Sample {
  const thoughts = Math.round(chunks * 0.2);
  const texts = Math.round(chunks * 0.6);
  const pieces = Math.round(chunks * 0.2);
  const events = STREAMS[protocol](thoughts, texts, pieces);
  const bytes = new TextEncoder().encode(events.join(''));
  return { bytes, pieces: cut(bytes), chunks: events.length };
}

function cut(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(bytes.slice(at, at + PIECE));
  return pieces;
}

type Write = (thoughts: number, texts: number, pieces: number) => string[];

const STREAMS: Record<ProtocolName, Write> = {
  openai(thoughts, texts, pieces) {
    const head = {
      id: 'chatcmpl-D8Z5oo6uDh67AD85p73ksdT1KxhE0',
      object: 'chat.completion.chunk',
      created: 1770933892,
      model: 'gpt-4.1-nano-2025-04-14',
      service_tier: 'default',
      system_fingerprint: 'fp_de604bd877',
    };
    const chunk = (delta: object, finish_reason: string | null = null) =>
      data({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason }], usage: null });
    const call = (entry: object) => chunk({ tool_calls: [{ index: 0, ...entry }] });
    return [
      chunk({ role: 'assistant', content: '', refusal: null }),
      ...words(thoughts).map((word) => chunk({ reasoning_content: word })),
      ...words(texts).map((word) => chunk({ content: word })),
      call({ id: 'call_1', type: 'function', function: { name: 'write', arguments: '' } }),
      ...json(pieces).map((piece) => call({ function: { arguments: piece } })),
      chunk({}, 'tool_calls'),
      data({ ...head, choices: [], usage: { prompt_tokens: 16, completion_tokens: texts } }),
      'data: [DONE]\n\n',
    ];
  },

  anthropic(thoughts, texts, pieces) {
    const block = (index: number, content_block: object, deltas: object[]) => [
      named('content_block_start', { index, content_block }),
      ...deltas.map((delta) => named('content_block_delta', { index, delta })),
      named('content_block_stop', { index }),
    ];
    const thinking = words(thoughts).map((word) => ({ type: 'thinking_delta', thinking: word }));
    const text = words(texts).map((word) => ({ type: 'text_delta', text: word }));
    const input = json(pieces).map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
    const message = {
      id: 'msg_013Zva2CMHLNnXjNJJKqJ2EF',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 16, output_tokens: 1 },
    };
    return [
      named('message_start', { message }),
      ...block(0, { type: 'thinking', thinking: '', signature: '' }, [
        ...thinking,
        { type: 'signature_delta', signature: 'c2lnbmVk'.repeat(40) },
      ]),
      ...block(1, { type: 'text', text: '' }, text),
      ...block(2, { type: 'tool_use', id: 'toolu_1', name: 'write', input: {} }, input),
      named('message_delta', {
        delta: { stop_reason: 'tool_use', stop_sequence: null },
        usage: { output_tokens: texts },
      }),
      named('message_stop', {}),
    ];
  },

  /** Calls come whole on this wire, so that their pieces are text here. */
  gemini(thoughts, texts, pieces) {
    let count = 0;
    const chunk = (part: object, more: object = {}) =>
      data({
        candidates: [{ content: { parts: [part], role: 'model' }, index: 0, ...more }],
        usageMetadata: {
          promptTokenCount: 16,
          candidatesTokenCount: ++count,
          totalTokenCount: 16 + count,
          promptTokensDetails: [{ modality: 'TEXT', tokenCount: 16 }],
        },
        modelVersion: 'gemini-3-pro-preview',
        responseId: 'bH6LaZW8Fp_3nsEPqtaSwQ4',
      });
    return [
      ...words(thoughts).map((text) => chunk({ text, thought: true })),
      ...words(texts + pieces).map((text) => chunk({ text })),
      chunk({ functionCall: { name: 'write', args: JSON.parse(json(pieces).join('')) } }),
      chunk({ text: '' }, { finishReason: 'STOP' }),
    ];
  },
};

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function named(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function words(count: number): string[] {
  return Array.from({ length: count }, (_, at) => WORDS[at % WORDS.length] as string);
}

/** The arguments of a call, in so many pieces. */
function json(count: number): string[] {
  const text = JSON.stringify({ text: words(count).join('') });
  const size = Math.ceil(text.length / count);
  return Array.from({ length: count }, (_, at) => text.slice(at * size, (at + 1) * size));
}
