import { describe, expect, it } from 'vitest';
import { useCommand } from './support/gateway-process.ts';

const KEY = 'sk-test-stopping';

function ask(url: string, body: object): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], ...body }),
  });
}

const STREAM = { model: 'ofox/mini:pace-20', stream: true };

describe('a gateway that gets SIGTERM', () => {
  const command = useCommand();

  it('ends the streams under way and takes no more connections', { timeout: 30_000 }, async () => {
    const gateway = await command.start({ keys: [KEY] });
    const response = await ask(gateway.url, STREAM);
    gateway.signal('SIGTERM');
    expect(await response.text()).toMatch(/data: \[DONE\]\s*$/);
    expect(await gateway.exit()).toBe(0);
    await expect(ask(gateway.url, STREAM)).rejects.toThrow();
  });

  it('breaks off what takes longer than the time it gives', { timeout: 30_000 }, async () => {
    const gateway = await command.start({ keys: [KEY], drain: { graceMs: 100 } });
    const response = await ask(gateway.url, { model: 'ofox/mini:pace-5000', stream: true });
    gateway.signal('SIGTERM');
    await expect(response.text()).rejects.toThrow();
    expect(await gateway.exit()).toBe(0);
  });
});
