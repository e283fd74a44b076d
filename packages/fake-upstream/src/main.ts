import { parseArgs } from 'node:util';
import { type StaticUpstreamOptions, startStaticUpstream } from './static/static-upstream.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    chunks: { type: 'string' },
    'chunk-length': { type: 'string' },
    'text-length': { type: 'string' },
    pace: { type: 'string' },
    delay: { type: 'string' },
  },
});

const given = {
  port: values.port,
  chunks: values.chunks,
  chunkLength: values['chunk-length'],
  textLength: values['text-length'],
  pace: values.pace,
  delay: values.delay,
};
const options: StaticUpstreamOptions = {};
for (const [name, text] of Object.entries(given)) {
  if (text === undefined) continue;
  const number = Number(text);
  if (!(number >= 0)) throw new RangeError(`${name} must be a number, not '${text}'`);
  options[name as keyof StaticUpstreamOptions] = number;
}

const { url, port } = await startStaticUpstream(options);
console.log(JSON.stringify({ url, port, pid: process.pid }));
