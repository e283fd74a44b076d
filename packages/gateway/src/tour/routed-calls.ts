import { type Attempt, type ChatResult, OfoxClient, type Routing } from '@ofoxai/core';
import { figures } from './figures.ts';
import { FAILING_MODEL, RESCUING_MODEL, SHARED_MODEL, type Stage } from './stage.ts';
import type { Told, TourCall } from './tour-call.ts';

/** The first calls measure each node that none has measured yet, and the others go to the fastest. */
const LATENCY_CALLS = 4;
/** Calls at a time under `balanced`. */
const CROWD = 6;

/** The calls of the tour that go through its stage: one by each strategy, and a fallback. */
export function routedCalls(stage: Stage): TourCall[] {
  const client = new OfoxClient({
    apiKey: stage.key,
    baseUrl: stage.url,
    maxRetries: 0,
    protocol: 'openai',
  });
  return [
    { title: 'Routing by priority', run: () => byPriority(client) },
    { title: 'Routing by cost', run: () => byCost(client) },
    { title: 'Routing by latency', run: () => byLatency(client) },
    { title: 'Balanced routing', run: () => balanced(client) },
    { title: 'A fallback across protocols', run: () => acrossProtocols(client) },
  ];
}

async function byPriority(client: OfoxClient): Promise<Told> {
  const reply = await ask(client, 'priority');
  mustBe(reply, 'steady');
  return { ...facts(reply), detail: 'steady answered, the first in line of three nodes' };
}

async function byCost(client: OfoxClient): Promise<Told> {
  const dear = await ask(client, 'priority');
  const reply = await ask(client, 'cost');
  mustBe(reply, 'thrifty');
  const detail = `thrifty answered, the cheapest; on steady it was ${usd(dear)} USD`;
  return { ...facts(reply), detail };
}

async function byLatency(client: OfoxClient): Promise<Told> {
  let reply = await ask(client, 'latency');
  const asked = [reply.response.provider];
  for (let call = 1; call < LATENCY_CALLS; call += 1) {
    reply = await ask(client, 'latency');
    asked.push(reply.response.provider);
  }
  const detail = `asked ${asked.join(', ')}: whoever was not measured yet, then the fastest`;
  return { ...facts(reply), detail };
}

async function balanced(client: OfoxClient): Promise<Told> {
  const replies = await Promise.all(Array.from({ length: CROWD }, () => ask(client, 'balanced')));
  const shares = new Map<string, number>();
  for (const { response } of replies) {
    const { provider = '' } = response;
    shares.set(provider, (shares.get(provider) ?? 0) + 1);
  }
  const told = [...shares].map(([node, count]) => `${node} ${count}`).join(', ');
  const detail = `${CROWD} calls at once were shared out by load: ${told}`;
  return { ...facts(replies[0] as ChatResult), detail };
}

async function acrossProtocols(client: OfoxClient): Promise<Told> {
  const reply = await client.chat({
    model: FAILING_MODEL,
    messages: [{ role: 'user', content: 'Are you there?' }],
    maxTokens: 60,
    provider: { fallback: [RESCUING_MODEL] },
  });
  mustBe(reply, 'over-anthropic');
  const tried = reply.response.attempts.map(describeAttempt).join(', then ');
  return { ...facts(reply), detail: `${tried}, to a caller of OpenAI's protocol` };
}

function describeAttempt({ provider = '', status }: Attempt): string {
  return `${provider} ${status === undefined ? 'answered' : `failed (${status})`}`;
}

function ask(client: OfoxClient, routing: Routing): Promise<ChatResult> {
  const messages = [{ role: 'user' as const, content: 'Who serves me?' }];
  return client.chat({ model: SHARED_MODEL, messages, maxTokens: 60, provider: { routing } });
}

function facts(reply: ChatResult): Omit<Told, 'detail'> {
  return { model: reply.model, ...figures(reply.usage), cost: usd(reply) };
}

function usd({ response, usage }: ChatResult): string {
  return response.cost ?? usage.cost ?? '';
}

function mustBe({ response }: ChatResult, node: string): void {
  if (response.provider === node) return;
  throw new Error(`${response.provider} answered, which should have been ${node}.`);
}
