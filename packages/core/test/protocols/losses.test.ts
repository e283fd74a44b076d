import { describe, expect, it } from 'vitest';
import { unfold } from '../../src/fold.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';
import { protocols } from '../../src/protocols/index.ts';
import type { Reply } from '../../src/reply.ts';
import { NO_USAGE } from '../../src/usage.ts';

const reply: Reply = {
  id: 'r',
  model: 'm',
  content: [
    { type: 'text', text: 'Hi', citations: [{ quote: 'no address' }] },
    { type: 'opaque', by: 'anthropic', value: { type: 'server_tool_use' } },
    { type: 'opaque', by: 'gemini', value: { executableCode: {} } },
    { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', extra: { anthropic: { caller: 1 } } },
  ],
  finish: { reason: 'stop', stopSequence: 'END' },
  usage: NO_USAGE,
  logprobs: [{ token: 'Hi', logprob: -1, top: [] }],
  warnings: [],
  extra: { openai: { system_fingerprint: 'fp' } },
};

const lossesOn = (wire: ProtocolName) =>
  unfold(reply)
    .flatMap((event) => protocols[wire].replyLosses(event))
    .map(({ code, path }) => `${code} ${path}`);

describe('replyLosses', () => {
  it('tells what an OpenAI caller cannot get', () => {
    expect(lossesOn('openai')).toEqual([
      'dropped content[0].citations',
      'foreign_dropped content[1]',
      'foreign_dropped content[2]',
      'foreign_dropped content[3].extra.anthropic.caller',
    ]);
  });

  it('tells what an Anthropic caller cannot get', () => {
    expect(lossesOn('anthropic')).toEqual([
      'foreign_dropped content[2]',
      'dropped logprobs',
      'foreign_dropped extra.openai.system_fingerprint',
    ]);
  });

  it('tells what a Gemini caller cannot get', () => {
    expect(lossesOn('gemini')).toEqual([
      'foreign_dropped content[1]',
      'foreign_dropped content[3].extra.anthropic.caller',
      'foreign_dropped extra.openai.system_fingerprint',
      'dropped finish.stopSequence',
    ]);
  });

  it('tells reasons to end for which a wire has but a neighbouring word', () => {
    const end = (reason: Reply['finish']['reason'], wire: ProtocolName) =>
      protocols[wire].replyLosses({ type: 'finish', finish: { reason } }).map(({ code }) => code);
    expect(end('error', 'anthropic')).toEqual(['approximated']);
    expect(end('content_filter', 'anthropic')).toEqual(['approximated']);
    expect(end('pause', 'gemini')).toEqual(['approximated']);
    for (const wire of ['openai', 'anthropic', 'gemini'] as const) {
      expect(end('stop', wire)).toEqual([]);
      expect(end('refusal', wire)).toEqual([]);
    }
  });
});
