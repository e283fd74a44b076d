import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect } from './inspector.ts';
import { KEY, pathOf, startGateway, tempFolder } from './programs.ts';

const CONTEXT = pathOf('../../packages/mcp');

/**
 * Takes the steps of the Dockerfile in a folder instead of an image. Knows as many instructions as
 * ours has, and no more.
 *
 * @returns the command that a container would run.
 */
function build(folder: string): string[] {
  let command: string[] = [];
  let workdir = '/';
  const inside = (text: string) => text.replaceAll(workdir, folder);
  for (const line of readFileSync(join(CONTEXT, 'Dockerfile'), 'utf8').split('\n')) {
    const [, step, rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (step === 'WORKDIR') workdir = rest;
    else if (step === 'RUN') execFileSync('sh', ['-ec', inside(rest)], { cwd: folder });
    else if (step === 'COPY') {
      const [from = '', to = ''] = rest.split(' ');
      copyFileSync(join(CONTEXT, from), join(folder, to));
    } else if (step === 'ENTRYPOINT') command = JSON.parse(inside(rest));
    else if (step !== undefined && step !== 'FROM' && step !== 'USER') {
      throw new Error(`An instruction that this test does not know: ${line}`);
    }
  }
  return command;
}

test.skipIf(process.platform === 'win32')('what the image runs is a server', async () => {
  const [program = '', ...args] = build(tempFolder());
  expect(program).toBe('node');
  const env = ['-e', `OFOX_API_KEY=${KEY}`, '-e', `OFOX_BASE_URL=${await startGateway()}`];
  const list = await inspect([...env, process.execPath, ...args], '--method', 'tools/list');
  expect(JSON.stringify(list)).toContain('"find_models"');
});
