import { type ChatRequest, NO_USAGE } from '@ofoxai/core';
import type { Catalog } from '../catalog/catalog.ts';
import { cost } from '../catalog/cost.ts';
import { defaultCatalog, EMBEDDING_DIMENSIONS } from '../catalog/models.ts';
import type { Provider } from '../provider.ts';
import { admitRequest } from './admit.ts';
import { PromptCache } from './cache.ts';
import { refuseChatDirectives } from './directives.ts';
import { countInputTokens, embedInputs } from './embeddings.ts';
import { Failures } from './failures.ts';
import { drawImages, readImageWishes } from './image.ts';
import { type Sleep, throwIfAborted, timerSleep } from './pause.ts';
import { perform } from './perform.ts';
import { planReply } from './plan.ts';
import { readPrompt } from './prompt.ts';
import { digest } from './random.ts';
import { resolveTarget, type Target } from './resolve.ts';
import { checkSignatures } from './signature-check.ts';
import { countTextTokens } from './tokens.ts';

export interface EmbeddedProviderOptions {
  /** The models it answers for; the whole catalogue when absent. */
  catalog?: Catalog;
  sleep?: Sleep;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Milliseconds before each token, so that one can watch a stream; 0 when absent. */
  pace?: number;
}

/**
 * Makes the embedded provider: deterministic, offline, and honest about being so. All answers
 * depend on the request alone, but for the time in `created`, the accounting of its prompt cache
 * and the directive `flaky`, which remember earlier requests to this provider.
 *
 * Besides `aborted`, its methods throw `not_found` for an unknown model, `invalid_request` or
 * `context_length` for what that model cannot take, and whatever {@link Directives} ask for; all
 * but a stream that is to break fail before the first event.
 */
export function createEmbeddedProvider(options: EmbeddedProviderOptions = {}): Provider {
  const { catalog = defaultCatalog(), sleep = timerSleep, now = Date.now, pace = 0 } = options;
  const failures = new Failures(sleep);
  const cache = new PromptCache(now);
  const created = () => Math.floor(now() / 1000);

  async function prepare(target: Target, signal: AbortSignal): Promise<void> {
    refuseChatDirectives(target.directives);
    await failures.rehearse(target.directives, target.model.id, signal);
  }

  return {
    name: 'embedded',
    catalog,

    async *chat(request, { signal, directives: header, excusesSignatures }) {
      const { model, directives } = resolveTarget(request.model, header, catalog, 'chat');
      await failures.rehearse(directives, model.id, signal);
      const prompt = readPrompt(request);
      admitRequest(request, prompt, model);
      checkSignatures(request, model.id, excusesSignatures);
      const seed = digest(prompt.digest, model.id, settings(request));
      const plan = planReply(request, model, directives, seed);
      const automatic = model.id.startsWith('openai/');
      yield* perform(plan, {
        id: `ofox-${seed.slice(0, 24)}`,
        model: model.id,
        created: created(),
        prompt: cache.account(model.id, prompt, automatic),
        request,
        pace: directives.pace ?? pace,
        ...(directives.cut === undefined ? {} : { cut: directives.cut }),
        seed,
        sleep,
        signal,
        cost: (usage) => cost(usage, model.pricing),
      });
    },

    async embed(request, { signal, directives }) {
      const target = resolveTarget(request.model, directives, catalog, 'embed');
      await prepare(target, signal);
      const { id, pricing } = target.model;
      const vectors = embedInputs(request, EMBEDDING_DIMENSIONS.get(id));
      const usage = { ...NO_USAGE, input: countInputTokens(request.input) };
      const price = cost(usage, pricing);
      return { model: id, vectors, usage: price === undefined ? usage : { ...usage, cost: price } };
    },

    async image(request, { signal, directives }) {
      const target = resolveTarget(request.model, directives, catalog, 'image');
      const wishes = readImageWishes(request);
      await prepare(target, signal);
      const { id, pricing } = target.model;
      const images = [];
      for (const data of drawImages(wishes)) {
        images.push({ data, mediaType: 'image/png' });
        await sleep(0, signal);
        throwIfAborted(signal);
      }
      const usage = {
        ...NO_USAGE,
        input: countTextTokens(request.prompt),
        output: wishes.tokens * images.length,
      };
      const price = cost(usage, pricing, images.length);
      return {
        model: id,
        created: created(),
        images,
        size: `${wishes.width}x${wishes.height}`,
        ...(request.quality === undefined ? {} : { quality: request.quality }),
        usage: price === undefined ? usage : { ...usage, cost: price },
      };
    },

    countTokens: (request) => readPrompt(request).tokens,
  };
}

/** What of a request besides its content the answer depends on. */
function settings(request: ChatRequest): string {
  const { toolChoice, parallelToolCalls, maxTokens, stop, reasoning, responseFormat } = request;
  const { temperature, topP, topK, seed, logprobs } = request;
  return JSON.stringify([
    ...[toolChoice, parallelToolCalls, maxTokens, stop, reasoning, responseFormat],
    ...[temperature, topP, topK, seed, logprobs],
  ]);
}
