import { createGateway } from '../gateway.ts';
import { makeKey } from '../keys/secret-key.ts';
import { nodeSchema } from '../upstream/node-config.ts';

/** What three of its nodes serve, each at a speed and a price of its own. */
export const SHARED_MODEL = 'openai/gpt-4o';
/** What fails on its one node. */
export const FAILING_MODEL = 'openai/gpt-4o-mini';
/** What a node behind Anthropic's protocol serves. */
export const RESCUING_MODEL = 'anthropic/claude-haiku-4.5';

/** A second gateway, in front of the one that is shown and of nodes among which it chooses. */
export interface Stage {
  url: string;
  key: string;
  close(): Promise<void>;
}

/**
 * Opens the stage: three offline nodes, and two that reach the gateway that is shown over the wire,
 * by OpenAI's protocol and by Anthropic's.
 *
 * @param url where that gateway listens.
 * @param key what it lets in.
 */
export async function openStage(url: string, key: string): Promise<Stage> {
  const own = makeKey();
  const gateway = createGateway({ keys: [{ key: own, name: 'tour' }], nodes: nodesOf(url, key) });
  const listening = await gateway.listen();
  return { url: listening.url, key: own, close: () => gateway.close({ graceMs: 1 }) };
}

function nodesOf(url: string, key: string) {
  const offline = (name: string, priority: number, slow: number, input: number) => ({
    name,
    preset: 'embedded' as const,
    priority,
    models: { [SHARED_MODEL]: { name: SHARED_MODEL, price: { input, output: 4 * input } } },
    simulate: { slow },
  });
  const nodes = [
    offline('steady', 0, 100, 2.5),
    offline('swift', 1, 10, 6),
    offline('thrifty', 2, 160, 0.8),
    {
      name: 'over-openai',
      protocol: 'openai' as const,
      baseUrl: `${url}/v1`,
      key,
      models: { [FAILING_MODEL]: `${FAILING_MODEL}:error-503` },
    },
    {
      name: 'over-anthropic',
      protocol: 'anthropic' as const,
      baseUrl: `${url}/anthropic`,
      key,
      models: { [RESCUING_MODEL]: RESCUING_MODEL },
    },
  ];
  return nodes.map((node) => nodeSchema.parse(node));
}
