import { expect, it } from 'vitest';
import { serve } from '../support/serve.ts';

it('says why requests should not come yet, and serves those that do', async () => {
  let reason: string | undefined = 'waiting for other workers';
  const { url } = await serve({ whyNotReady: () => reason });
  const waiting = await fetch(`${url}/readyz`);
  expect([waiting.status, await waiting.json()]).toEqual([503, { status: reason }]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  reason = undefined;
  const ready = await fetch(`${url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
});
