import {
  type ChatInput,
  type ChatResult,
  inputTokens,
  isJsonObject,
  type JsonValue,
  OfoxError,
  outputTokens,
  type Reasoning,
  type ResponseFormat,
  type Routing,
} from '@ofoxai/core';
import type { App } from './app.ts';
import { costOf, dearer, inputBound, outputBound, type Price, priceOf, usd } from './price.ts';
import { cleanText } from './text.ts';

/** What one model is to be asked. */
export interface Question {
  model: string;
  system?: string | undefined;
  messages: ChatInput['messages'];
  maxTokens?: number | undefined;
  reasoning?: Reasoning | undefined;
  responseFormat?: ResponseFormat | undefined;
  routing?: Routing | undefined;
  fallback?: string[] | undefined;
}

export interface Answer {
  result: ChatResult;
  /** USD; `undefined` when nobody knows. */
  cost: number | undefined;
}

/** How long an answer may get when a budget is to be kept and the agent named no bound. */
const USUAL_MAX_TOKENS = 8192;
/** An answer that the budget cuts shorter than this is not worth asking for. */
const FEWEST_TOKENS = 256;
/** No provider counts more for one image. */
const IMAGE_TOKENS = 8192;
/** What a provider's own words around each message may come to. */
const MESSAGE_TOKENS = 200;
/** Characters in a token, for news on the way; the bill is the API's own. */
const TOKEN_LENGTH = 4;
/** Further ones are left out of the line of facts. */
const MOST_WARNINGS = 3;

/**
 * Asks one model, within the limits of the owner. The answer is streamed, so that it can be told
 * how far it is and stopped at once.
 *
 * @param tell gets how many tokens have been written, roughly.
 * @throws OfoxError as the client does; of kind `quota`, `rate_limit` or `permission` when a limit
 * of this server stands in the way.
 */
export async function ask(
  app: App,
  question: Question,
  signal: AbortSignal,
  tell: (tokens: number) => void = () => {},
): Promise<Answer> {
  const { routing, fallback, ...rest } = question;
  const models = [question.model, ...(fallback ?? [])];
  for (const model of models) await app.policy.check(model);
  const leave = await app.gate.enter(signal);
  try {
    const bound = app.spend.isActive ? await boundOf(app, question, models) : undefined;
    const reservation = await app.spend.reserve(bound?.cost ?? 0);
    const price = bound?.price ?? priceOf(await app.knownModel(question.model));
    let begun = false;
    try {
      const provider = { ...(routing && { routing }), ...(fallback && { fallback }) };
      const stream = app.client.stream(
        {
          ...rest,
          maxTokens: bound?.maxTokens ?? question.maxTokens,
          ...(Object.keys(provider).length > 0 && { provider }),
        },
        { signal },
      );
      let written = 0;
      for await (const event of stream) {
        begun = true;
        if (event.type !== 'text' && event.type !== 'reasoning') continue;
        written += event.text.length;
        tell(Math.ceil(written / TOKEN_LENGTH));
      }
      const result = await stream.final();
      const cost = costOf(result.usage, result.response.cost, price);
      reservation.settle(cost ?? bound?.cost ?? 0);
      return { result, cost };
    } catch (error) {
      reservation.settle(!begun && isFree(error) ? 0 : (bound?.cost ?? 0));
      throw error;
    }
  } finally {
    leave();
  }
}

/** Whether a call that failed has surely cost nothing. When in doubt it counts in full. */
export function isFree(error: unknown): boolean {
  if (!OfoxError.is(error) || error.mayHaveBeenBilled) return false;
  return error.kind !== 'stream' && error.kind !== 'aborted' && error.kind !== 'timeout';
}

interface Bound {
  /** USD at most. */
  cost: number;
  maxTokens?: number;
  price?: Price;
}

/**
 * What a question may cost at most. A token is at least one byte of text, so the bytes of a prompt
 * bound its tokens; an answer is bounded by `maxTokens`, which is lowered to what is affordable
 * unless the agent asked for a certain length.
 */
async function boundOf(app: App, question: Question, models: string[]): Promise<Bound> {
  const known = await Promise.all(models.map((model) => app.knownModel(model)));
  let price: Price | undefined;
  for (const model of known) {
    const one = priceOf(model);
    if (!one) return { cost: app.unpricedCost(question.model) };
    price = price ? dearer(price, one) : one;
  }
  if (!price) return { cost: app.unpricedCost(question.model) };
  const input = promptTokens(question);
  const inputCost = inputBound(price, input);
  const perToken = outputBound(price, 1, input);
  const longest = Math.min(...known.map((model) => model?.maxOutputTokens ?? USUAL_MAX_TOKENS));
  const usual = Math.min(longest, USUAL_MAX_TOKENS);
  const left = (await app.spend.available()) - inputCost;
  const affordable = perToken === 0 ? usual : Math.floor(left / perToken);
  const maxTokens = question.maxTokens ?? Math.max(FEWEST_TOKENS, Math.min(usual, affordable));
  return { cost: inputCost + maxTokens * perToken, maxTokens, price };
}

function promptTokens({ system, messages, responseFormat }: Question): number {
  let tokens = textTokens(system) + textTokens(responseFormat) + MESSAGE_TOKENS;
  for (const { content } of messages) {
    tokens += MESSAGE_TOKENS;
    if (typeof content === 'string') tokens += textTokens(content);
    else for (const part of content) tokens += isImage(part) ? IMAGE_TOKENS : textTokens(part);
  }
  return tokens;
}

function textTokens(value: unknown): number {
  if (value === undefined) return 0;
  return Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
}

function isImage(part: unknown): boolean {
  return isJsonObject(part) && part.type === 'media';
}

/** One line of facts about an answer: who gave it, what it took, and what was lost of it. */
export function factsOf({ result, cost }: Answer, asked: string): string {
  const { model, usage, finish, warnings } = result;
  const facts = [model === asked ? model : `${model} (asked for ${asked})`];
  facts.push(`${inputTokens(usage)} in, ${outputTokens(usage)} out`);
  if (cost !== undefined) facts.push(usd(cost));
  const end = ENDINGS[finish.reason];
  if (end !== undefined) facts.push(end);
  for (const { message } of warnings.slice(0, MOST_WARNINGS)) facts.push(cleanText(message, 160));
  return facts.join(' · ');
}

const ENDINGS: Partial<Record<ChatResult['finish']['reason'], string>> = {
  length: 'cut off at max_tokens',
  content_filter: 'cut off by a content filter',
  refusal: 'refused',
  pause: 'paused',
  error: 'broken off',
};

/** The answer as JSON; `undefined` when it is none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
