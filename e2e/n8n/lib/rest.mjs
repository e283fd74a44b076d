// n8n's own REST API, as its editor uses it.

const BROWSER = { 'browser-id': 'e2e', 'content-type': 'application/json' };

/** Logs in. @returns calls of the API. */
export async function logIn(url, { email, password }) {
  const response = await fetch(`${url}/rest/login`, {
    method: 'POST',
    headers: BROWSER,
    body: JSON.stringify({ emailOrLdapLoginId: email, password }),
  });
  if (!response.ok) throw new Error(`login: ${response.status} ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

  async function call(method, path, body) {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...BROWSER, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    const json = text === '' ? {} : JSON.parse(text);
    return json.data ?? json;
  }

  async function createWorkflow(workflow) {
    return call('POST', '/rest/workflows', { settings: { executionOrder: 'v1' }, ...workflow });
  }

  async function begin(workflow) {
    const saved = await createWorkflow(workflow);
    const trigger = saved.nodes.find(({ type }) => /trigger$/i.test(type));
    const { executionId } = await call('POST', `/rest/workflows/${saved.id}/run`, {
      workflowData: saved,
      triggerToStartFrom: { name: trigger.name },
    });
    return executionId;
  }

  async function finish(id, ms = 90_000) {
    const until = Date.now() + ms;
    for (;;) {
      const execution = await call('GET', `/rest/executions/${id}`);
      if (!['new', 'running', 'waiting'].includes(execution.status)) {
        const data =
          typeof execution.data === 'string' ? unflatten(execution.data) : execution.data;
        return { ...describe(data), id, status: execution.status };
      }
      if (Date.now() > until) throw new Error(`execution ${id} is still ${execution.status}`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  const run = async (workflow) => finish(await begin(workflow));

  /** Creates a workflow and lets its webhooks be called. */
  async function activate(workflow) {
    const saved = await createWorkflow(workflow);
    await call('POST', `/rest/workflows/${saved.id}/activate`, { versionId: saved.versionId });
    return saved;
  }

  /** How many executions of a workflow n8n knows, in these states, and the latest hundred. */
  async function executionsOf(workflowId, status) {
    const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
    return call('GET', `/rest/executions?filter=${filter}&limit=100`);
  }
  return { url, call, createWorkflow, activate, begin, finish, run, executionsOf, cookie };
}

/** Posts to a webhook, which is there a moment after its workflow was activated. */
export async function postToWebhook(url, body, ms = 20_000) {
  const until = Date.now() + ms;
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 404 || Date.now() > until) return response;
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function describe(data) {
  const { runData = {}, error } = data.resultData;
  /** What a node gave: the items of its last run. */
  const items = (node, type = 'main', run = -1) =>
    (runData[node]?.at(run)?.data?.[type] ?? []).flatMap((branch) => branch ?? []);
  return {
    runData,
    error,
    items,
    json: (node, type) => items(node, type).map((item) => item.json),
  };
}

/** Reads the form in which n8n writes executions: a list in which strings are numbers of entries. */
export function unflatten(text) {
  const entries = JSON.parse(text);
  const known = new Map();
  const revive = (index) => {
    const entry = entries[index];
    if (typeof entry !== 'object' || entry === null) return entry;
    if (known.has(index)) return known.get(index);
    const copy = Array.isArray(entry) ? [] : {};
    known.set(index, copy);
    for (const [key, value] of Object.entries(entry)) {
      copy[key] = typeof value === 'string' ? revive(Number(value)) : value;
    }
    return copy;
  };
  return revive(0);
}
