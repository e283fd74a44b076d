import type { Prompt, PromptSegment } from './prompt.ts';

const MINUTE = 60_000;
/** How far before a marker a cached prefix is looked for, as Anthropic does. */
const LOOKBACK = 20;
/** OpenAI caches prefixes of at least this length by itself. */
const AUTOMATIC_MINIMUM = 1024;

/** The tokens of a prompt, by where they came from. */
export interface CachedTokens {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  cacheWrite1h: number;
}

interface Entry {
  expires: number;
  lifetime: number;
}

/**
 * Remembers prefixes of prompts by their hash, so that calls are accounted for as by a provider
 * that caches. Nothing but hashes is kept, the least recently used are forgotten first.
 */
export class PromptCache {
  readonly #now: () => number;
  readonly #capacity: number;
  readonly #entries = new Map<string, Entry>();

  /** @param now milliseconds. */
  constructor(now: () => number, capacity = 10_000) {
    this.#now = now;
    this.#capacity = capacity;
  }

  /**
   * Reads what is cached of a prompt and caches what its markers, or the model's own habit, ask
   * for: five minutes by default, an hour on demand, both from the last use.
   *
   * @param automatic whether this model caches long prefixes without being asked.
   */
  account(model: string, prompt: Prompt, automatic: boolean): CachedTokens {
    const { segments, tokens } = prompt;
    const marked = segments.findLastIndex((segment) => segment.cache);
    if (marked >= 0) return this.#explicit(model, segments, marked, tokens);
    if (automatic) return this.#automatic(model, segments, tokens);
    return { input: tokens, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 };
  }

  #explicit(model: string, segments: PromptSegment[], last: number, tokens: number): CachedTokens {
    const lowest = Math.min(
      last - LOOKBACK,
      segments.findIndex((segment) => segment.cache),
    );
    const hit = this.#longest(model, segments, last, Math.max(0, lowest));
    const counts = { cacheRead: segments[hit]?.tokensSoFar ?? 0, cacheWrite: 0, cacheWrite1h: 0 };
    let written = counts.cacheRead;
    for (let index = hit + 1; index <= last; index++) {
      const segment = segments[index];
      if (!segment?.cache) continue;
      const long = segment.cache.ttl === '1h';
      counts[long ? 'cacheWrite1h' : 'cacheWrite'] += segment.tokensSoFar - written;
      written = segment.tokensSoFar;
      this.#write(model, segment, long ? 60 * MINUTE : 5 * MINUTE);
    }
    return { ...counts, input: tokens - written };
  }

  #automatic(model: string, segments: PromptSegment[], tokens: number): CachedTokens {
    const first = segments.findIndex((segment) => segment.tokensSoFar >= AUTOMATIC_MINIMUM);
    const none = { cacheWrite: 0, cacheWrite1h: 0 };
    if (first < 0) return { ...none, input: tokens, cacheRead: 0 };
    const hit = this.#longest(model, segments, segments.length - 1, first);
    for (const segment of segments.slice(Math.max(first, hit + 1))) {
      this.#write(model, segment, 5 * MINUTE);
    }
    const cacheRead = segments[hit]?.tokensSoFar ?? 0;
    return { ...none, input: tokens - cacheRead, cacheRead };
  }

  /** The last of the segments that ends a cached prefix, whose time then begins anew; -1 if none. */
  #longest(model: string, segments: PromptSegment[], from: number, to: number): number {
    for (let index = from; index >= to; index--) {
      const segment = segments[index];
      const entry = segment && this.#entries.get(keyOf(model, segment));
      if (segment && entry && entry.expires > this.#now()) {
        this.#write(model, segment, entry.lifetime);
        return index;
      }
    }
    return -1;
  }

  #write(model: string, segment: PromptSegment, lifetime: number): void {
    const key = keyOf(model, segment);
    this.#entries.delete(key);
    this.#entries.set(key, { expires: this.#now() + lifetime, lifetime });
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}

function keyOf(model: string, segment: PromptSegment): string {
  return `${model} ${segment.prefix}`;
}
