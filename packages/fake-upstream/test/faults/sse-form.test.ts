import { describe, expect } from 'vitest';
import {
  byteOrderMark,
  comments,
  type Fault,
  faulty,
  lineEnds,
  multiLineData,
  noSpaceAfterColon,
  reply,
  withoutFinalBlankLine,
} from '../../src/index.ts';
import { STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

/** What a fault makes of the text of a plain stream. */
const CASES: [string, Fault, (plain: string) => string][] = [
  ['CRLF', lineEnds('\r\n'), (plain) => plain.replaceAll('\n', '\r\n')],
  ['CR', lineEnds('\r'), (plain) => plain.replaceAll('\n', '\r')],
  ['no space', noSpaceAfterColon(), (plain) => plain.replaceAll(/^(data|event): /gm, '$1:')],
  ['a byte order mark', byteOrderMark(), (plain) => `\uFEFF${plain}`],
  ['no last blank line', withoutFinalBlankLine(), (plain) => plain.slice(0, -1)],
  [
    'comments',
    comments('KEEP'),
    (plain) =>
      plain
        .split('\n\n')
        .map((event) => (event === '' ? '' : `: KEEP\n\n${event}`))
        .join('\n\n'),
  ],
];

for (const [protocol, path, body] of STREAMS) {
  describe(`a stream's form (${protocol})`, () => {
    for (const [name, fault, made] of CASES) {
      it(name, async ({ upstream }) => {
        const spec = { text: 'a: b\nc — ü' };
        upstream.script(reply(spec));
        const plain = await send(upstream.port, path, { body });
        upstream.reset();
        upstream.script(faulty(reply(spec), fault));
        const answer = await send(upstream.port, path, { body });
        expect(answer.body.toString()).toBe(made(plain.text));
        expect(answer.whole).toBe(true);
      });
    }

    it('several data lines', async ({ upstream }) => {
      const plain = await send(upstream.port, path, { body });
      upstream.reset();
      upstream.script(faulty(reply(), multiLineData(), lineEnds('\r\n')));
      const answer = await send(upstream.port, path, { body });
      const events = answer.text.split('\r\n\r\n').filter((event) => event !== '');
      const data = events.map((event) => {
        const lines = event.split('\r\n').filter((line) => line.startsWith('data: '));
        const text = lines.map((line) => line.slice(6)).join('\n');
        if (text !== '[DONE]') expect(lines.length).toBeGreaterThan(1);
        return text === '[DONE]' ? text : JSON.stringify(JSON.parse(text));
      });
      const expected = plain.text.split('\n\n').filter((event) => event !== '');
      expect(data).toEqual(expected.map((event) => event.slice(event.indexOf('data: ') + 6)));
    });
  });
}
