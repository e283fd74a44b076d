import {
  type ChatInput,
  type ChatResult,
  type Citation,
  type MediaPart,
  replyText,
} from '@ofoxai/core';
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { readCacheTtl, readChatSettings } from '../../../../shared/chat-settings.ts';
import { usageData } from '../../../../shared/usage-data.ts';
import {
  callOptionsOf,
  count,
  modelOf,
  type Operation,
  optionsOf,
  output,
  parameter,
  type Run,
} from '../../run.ts';
import { responseData } from '../response-data.ts';
import { readConversation } from './messages.ts';
import { parseAnswer, readOutputFormat } from './output-format.ts';

/** Has a model answer a conversation. */
export const complete: Operation = {
  async execute(run, [item = 0]) {
    const { input, options } = await readInput(run, item);
    const result = await run.client.chat(input, callOptionsOf(run, item));
    const usage = usageData(result.usage);
    count(run, usage);
    const format = input.responseFormat?.type;
    const text = replyText(result);
    const json = {
      text,
      ...(format === undefined
        ? {}
        : { output: parseAnswer(text, result.finish.reason === 'length') }),
      ...(parameter<boolean>(run, 'simplify', item, true) ? shortly(result) : wholly(result)),
      usage,
      ...responseData(result.response, result.model, options),
      ...(result.warnings.length > 0 ? { warnings: result.warnings } : {}),
    };
    return [output(item, json, await readMedia(run, result))];
  },
};

async function readInput(run: Run, item: number) {
  const options = optionsOf(run, item);
  const model = modelOf(run, item);
  const { system, messages } = await readConversation(run, item);
  const ttl = readCacheTtl(options);
  const last = system.at(-1);
  if (ttl && last) last.cache = { ttl };
  const responseFormat = readOutputFormat(run, item);
  const input: ChatInput = {
    ...readChatSettings(model, options),
    model,
    system,
    messages,
    ...(options.logprobs === undefined ? {} : { logprobs: Number(options.logprobs) }),
    ...(responseFormat ? { responseFormat } : {}),
  };
  return { input, options };
}

/** The fields that are there only when they say something. */
function shortly(result: ChatResult): IDataObject {
  const reasoning = collect(result, 'reasoning');
  const refusal = collect(result, 'refusal');
  const citations = result.content.flatMap((part) =>
    part.type === 'text' ? (part.citations ?? []) : [],
  );
  return {
    finishReason: result.finish.reason,
    ...(reasoning ? { reasoning } : {}),
    ...(refusal ? { refusal } : {}),
    ...(citations.length > 0 ? { citations: citations.map(plainCitation) } : {}),
  };
}

function plainCitation({ url, title, quote, start, end }: Citation): IDataObject {
  return { url, title, quote, start, end };
}

function wholly(result: ChatResult): object {
  const { id, created, content, finish, logprobs, response } = result;
  const { protocol, status, durationMs, rateLimit } = response;
  return {
    ...shortly(result),
    ...{ id, created, finish, protocol, status, durationMs, rateLimit, logprobs },
    // Images go out as binary data; here is said where they stood.
    content: content.map((part) =>
      part.type === 'media' && part.source.type === 'base64'
        ? { ...part, source: { type: 'binary', mediaType: part.source.mediaType } }
        : part,
    ),
    usageDetails: result.usage,
  };
}

function collect(result: ChatResult, type: 'reasoning' | 'refusal'): string {
  return result.content.map((part) => (part.type === type ? part.text : '')).join('');
}

/** Images and sounds of the answer as binary fields: `data`, `data_1`, … */
async function readMedia({ context }: Run, { content }: ChatResult): Promise<IBinaryKeyData> {
  const binary: IBinaryKeyData = {};
  const media = content.filter((part): part is MediaPart => part.type === 'media');
  for (const [index, { kind, source, name }] of media.entries()) {
    if (source.type !== 'base64') continue;
    const field = index === 0 ? 'data' : `data_${index}`;
    const extension = source.mediaType.split('/')[1]?.replace(/[^a-z0-9].*$/, '') ?? 'bin';
    binary[field] = await context.helpers.prepareBinaryData(
      Buffer.from(source.data, 'base64'),
      name ?? `${kind}-${index + 1}.${extension}`,
      source.mediaType,
    );
  }
  return binary;
}
