import { expect, test } from 'vitest';
import { refusingUrl, UNKNOWN_HOST_URL } from '../src/index.ts';

test('refusingUrl refuses', async () => {
  const failure = await fetch(await refusingUrl()).catch((error) => error.cause);
  expect(failure).toMatchObject({ code: 'ECONNREFUSED' });
});

test('UNKNOWN_HOST_URL has a name that nobody can register', () => {
  expect(new URL(UNKNOWN_HOST_URL).hostname).toMatch(/\.invalid$/);
});
