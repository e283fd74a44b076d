import { describe, expect } from 'vitest';
import { faulty, reply, withoutEndEvent, withoutFinish } from '../../src/index.ts';
import { dataOf, GENERATE_STREAM, STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

const END = { openai: /\[DONE\]/, anthropic: /message_stop/, gemini: /finishReason/ };
const FINISH = {
  openai: /"finish_reason":"|usage/,
  anthropic: /stop_reason":"|_stop"}/,
  gemini: /finishReason/,
};
const KEPT = {
  openai: /"finish_reason":"stop"/,
  anthropic: /"stop_reason":"end_turn"/,
  gemini: /usageMetadata/,
};

for (const [name, path, body] of STREAMS) {
  const protocol = name as keyof typeof END;
  describe(protocol, () => {
    it('streams without the end event, cleanly', async ({ upstream }) => {
      expect((await send(upstream.port, path, { body })).text).toMatch(END[protocol]);
      upstream.script(faulty(reply(), withoutEndEvent()));
      const answer = await send(upstream.port, path, { body });
      expect(answer.whole).toBe(true);
      expect(answer.text).not.toMatch(END[protocol]);
      expect(answer.text).toMatch(KEPT[protocol]);
    });

    it('streams without a finish reason', async ({ upstream }) => {
      upstream.script(faulty(reply({ text: 'abc' }), withoutFinish()));
      const answer = await send(upstream.port, path, { body });
      expect(answer.whole).toBe(true);
      expect(answer.text).not.toMatch(FINISH[protocol]);
      expect(dataOf(answer.text).join()).toMatch(/"a".*"b".*"c"/);
    });
  });
}

it('leaves the finish reason out of a JSON array too', async ({ upstream }) => {
  upstream.script(faulty(reply({ text: 'abc' }), withoutFinish()));
  const answer = await send(upstream.port, GENERATE_STREAM.replace('?alt=sse', ''), { body: {} });
  expect(JSON.parse(answer.text)).toHaveLength(4);
  expect(answer.text).not.toContain('finishReason');
});
