import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { CHAT, dataOf, send } from './raw-client.ts';

const MAIN = ['--import', 'tsx', 'src/main.ts'];
const cwd = new URL('..', import.meta.url);

test('main prints where it listens, and serves until it is stopped', async () => {
  const args = [...MAIN, '--chunks', '3', '--chunk-length', '4'];
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const { url, port, pid } = JSON.parse(String(line));
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(pid).toBe(child.pid);
  const answer = await send(port, CHAT, { body: { stream: true } });
  expect(dataOf(answer.text).filter((data) => data.includes('xxxx'))).toHaveLength(3);
  child.kill();
  await once(child, 'exit');
});

test('main refuses what is no number', async () => {
  const child = spawn(process.execPath, [...MAIN, '--chunks', 'many'], { cwd });
  let text = '';
  child.stderr.on('data', (bytes) => {
    text += bytes;
  });
  const [code] = await once(child, 'exit');
  expect(code).not.toBe(0);
  expect(text).toContain("chunks must be a number, not 'many'");
});
