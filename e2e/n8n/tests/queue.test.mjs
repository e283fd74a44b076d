// Queue mode: one main, two workers, and a limit of requests that a hundred executions go over.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { startGateway } from '../lib/gateway.mjs';
import { installPackage, startHost, startWorker } from '../lib/host.mjs';
import { hasPostgres, startPostgres } from '../lib/postgres.mjs';
import { hasRedis, startRedis } from '../lib/redis.mjs';
import { postToWebhook } from '../lib/rest.mjs';
import { model, node, workflow } from '../lib/workflows.mjs';
import { MODELS, sessionAt } from './support/session.mjs';

const EXECUTIONS = 100;
const LIMIT = 60;
const CONCURRENCY = 5;

describe.skipIf(!hasRedis() || !hasPostgres())('queue mode', () => {
  const started = [];
  let home;
  let gateway;
  let host;
  let workers;
  let session;

  beforeAll(async () => {
    const { runtime } = inject('servers');
    home = mkdtempSync(join(tmpdir(), 'ofox-n8n-queue-'));
    installPackage(home);
    const [redis, database] = await Promise.all([startRedis(), startPostgres()]);
    started.push(redis, database);
    const env = {
      ...database.env,
      EXECUTIONS_MODE: 'queue',
      QUEUE_BULL_REDIS_HOST: '127.0.0.1',
      QUEUE_BULL_REDIS_PORT: String(redis.port),
      // How soon n8n sees that a worker has died.
      QUEUE_WORKER_LOCK_DURATION: '30000',
      QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
      QUEUE_WORKER_STALLED_INTERVAL: '5000',
    };
    [gateway, host] = await Promise.all([
      startGateway('--rpm', String(LIMIT)),
      startHost(runtime, home, { env }),
    ]);
    started.push(gateway, host);
    const startOne = () => startWorker(runtime, home, CONCURRENCY, env);
    workers = await Promise.all([startOne(), startOne()]);
    started.push(...workers);
    session = await sessionAt(host.url, gateway.url);
  });

  afterAll(async () => {
    // What was started last goes first: n8n must not see its database go.
    for (const one of started.reverse()) await one.stop('SIGKILL');
    if (home) rmSync(home, { recursive: true, force: true });
  });

  it('answers a hundred callers over the limit, though a worker is killed', async () => {
    const saved = await session.n8n.activate(answering(session.ofox));
    const url = `${host.url}/webhook/queue`;
    const answers = new Map();
    let repeated = 0;
    let killed;

    /** A caller who is told that it failed calls again, as callers of webhooks do. */
    async function call(number) {
      for (;;) {
        const response = await postToWebhook(url, { number });
        const text = await response.text();
        if (response.ok) {
          answers.set(number, [...(answers.get(number) ?? []), text]);
          // From here on all that runs waits for the limit, on both workers.
          if (answers.size === LIMIT) killed = workers[0].stop('SIGKILL');
          return;
        }
        repeated++;
        expect(repeated, text).toBeLessThan(EXECUTIONS);
      }
    }
    await Promise.all(Array.from({ length: EXECUTIONS }, (_, number) => call(number)));
    await killed;

    for (let number = 0; number < EXECUTIONS; number++) {
      expect(answers.get(number)).toEqual([expect.stringContaining(`"text":"number ${number}"`)]);
    }

    const { n8n } = session;
    const count = async (status) => (await n8n.executionsOf(saved.id, status)).count;
    const written = { timeout: 30_000, interval: 500 };
    await vi.waitFor(async () => expect(await count(['success'])).toBe(EXECUTIONS), written);
    const failed = await n8n.executionsOf(saved.id, ['crashed', 'error']);
    const reasons = await Promise.all(failed.results.map(({ id }) => reasonOf(n8n, id)));
    expect(reasons.length, reasons.join('\n')).toBeGreaterThan(0);
    expect(reasons.length, reasons.join('\n')).toBeLessThanOrEqual(CONCURRENCY);
    expect(repeated).toBe(reasons.length);
    expect(await count()).toBe(EXECUTIONS + repeated);

    // Answers tell the tries before them: the limit was met, and waited for.
    const waited = [...answers.values()].filter(([text]) => text.includes('"status":429'));
    expect(waited.length).toBeGreaterThan(0);
  }, 300_000);
});

/** A webhook whose answer repeats the number that came in. */
function answering(credential) {
  return workflow(
    'Queue',
    credential,
    [
      node(
        'webhook',
        'Webhook',
        { httpMethod: 'POST', path: 'queue', responseMode: 'lastNode', options: {} },
        { webhookId: 'queue' },
      ),
      node('ofox', 'OfoxAI', {
        model: model(MODELS[0]),
        messages: {
          values: [{ role: 'user', content: '=Repeat: number {{ $json.body.number }}' }],
        },
        options: { maxRetries: 10 },
      }),
    ],
    [['Webhook', 'OfoxAI']],
  );
}

/** Why an execution failed. */
async function reasonOf(n8n, id) {
  const { status, error } = await n8n.finish(id);
  return `${status}: ${error?.message} ${error?.description ?? ''}`;
}
