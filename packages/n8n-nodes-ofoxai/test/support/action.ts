import type { IDataObject } from 'n8n-workflow';
import { OfoxAi } from '../../nodes/OfoxAi/OfoxAi.node.ts';
import { createHost, type HostOptions } from './host.ts';

/** Runs the action node on a host of its own. */
export async function run(options: HostOptions) {
  const host = createHost(options);
  const [output = []] = await new OfoxAi().execute.call(host.context);
  return { ...host, output, data: output.map(({ json: data }) => data) };
}

/** The parameters of a short chat. */
export const chat = (more: IDataObject = {}): IDataObject => ({
  resource: 'chat',
  operation: 'complete',
  model: { mode: 'list', value: 'openai/gpt-4o-mini' },
  messages: { values: [{ role: 'user', content: 'Say hello.' }] },
  ...more,
});
