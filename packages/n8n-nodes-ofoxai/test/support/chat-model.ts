import type { IDataObject, ISupplyDataFunctions } from 'n8n-workflow';
import { LmChatOfoxAi } from '../../nodes/LmChatOfoxAi/LmChatOfoxAi.node.ts';
import { createHost } from './host.ts';

/** A model's answer, as n8n's agents and chains see it. */
export interface Answer extends IDataObject {
  content: string;
  tool_calls?: { id: string; name: string; args: IDataObject }[];
  usage_metadata?: IDataObject;
  response_metadata: IDataObject;
  additional_kwargs: IDataObject;
  concat(next: Answer): Answer;
}

/** The chat model, as n8n's agents and chains see it. */
export interface Model {
  invoke(input: unknown, options?: IDataObject): Promise<Answer>;
  stream(input: unknown, options?: IDataObject): Promise<AsyncIterable<Answer>>;
  bindTools(tools: unknown[], options?: IDataObject): Model;
}

/** What the chat model node supplies, on a host of its own. */
export async function supply(baseUrl: string, model: string, options: IDataObject = {}) {
  const host = createHost({ baseUrl, parameters: { model, options } });
  const context = host.context as unknown as ISupplyDataFunctions;
  const { response } = await new LmChatOfoxAi().supplyData.call(context, 0);
  return { ...host, model: response as Model };
}

/** The chunks of a stream as one answer. */
export async function collect(stream: AsyncIterable<Answer>): Promise<Answer> {
  let whole: Answer | undefined;
  for await (const chunk of stream) whole = whole ? whole.concat(chunk) : chunk;
  return whole as Answer;
}

export const WEATHER = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Tells the weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
