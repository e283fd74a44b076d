// n8n as a test uses it: logged in, with credentials for the gateway.
import { assert, inject } from 'vitest';
import { KEY } from '../../lib/gateway.mjs';
import { OWNER } from '../../lib/host.mjs';
import { logIn } from '../../lib/rest.mjs';
import { model, node, workflow } from '../../lib/workflows.mjs';

export const MODELS = [
  'openai/gpt-4o-mini',
  'anthropic/claude-haiku-4.5',
  'google/gemini-2.5-flash',
];

/** Logs in to the n8n that all files share, and makes a credential for the gateway. */
export async function openSession() {
  const { hostUrl, gatewayUrl } = inject('servers');
  return { gatewayUrl, hostUrl, ...(await sessionAt(hostUrl, gatewayUrl)) };
}

/** The same for any n8n and any gateway. */
export async function sessionAt(hostUrl, gatewayUrl) {
  const n8n = await logIn(hostUrl, OWNER);
  const createCredential = async (name, data) => {
    const { id } = await n8n.call('POST', '/rest/credentials', { name, type: 'ofoxAiApi', data });
    return { id, name };
  };
  const ofox = await createCredential('OfoxAI', { apiKey: KEY, baseUrl: gatewayUrl });

  /** Runs our action node alone. */
  const runAction = (parameters, { credential = ofox, items, more = {} } = {}) =>
    n8n.run(
      workflow(
        'Action',
        credential,
        [node('manual', 'Start'), node('ofox', 'OfoxAI', parameters, more)],
        [['Start', 'OfoxAI']],
        items && { Start: items },
      ),
    );
  return { n8n, ofox, createCredential, runAction };
}

/** The parameters of a short chat. */
export function chat(more = {}) {
  const messages = { values: [{ role: 'user', content: 'Say hello.' }] };
  return { model: model(MODELS[0]), messages, ...more };
}

/** The execution, if it went well. */
export function succeed(execution) {
  const why = execution.error?.message ?? execution.error?.description ?? '';
  assert.equal(execution.status, 'success', `${execution.status}: ${why}`);
  return execution;
}
