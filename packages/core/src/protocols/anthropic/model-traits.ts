/** What a model takes on this wire, as far as its name tells it. */
export interface ModelTraits {
  /** The answer's length when the request names none; this wire demands a number. */
  defaultMaxTokens: number;
  /** Whether it can think before it answers. */
  thinks: boolean;
  /** Takes `thinking: {type: 'adaptive'}` and an effort. */
  adaptive: boolean;
  /** Takes `thinking: {type: 'enabled', budget_tokens}`. */
  budget: boolean;
  /** Does not take `enabled` without a budget. */
  needsBudget: boolean;
  /** Takes `thinking: {type: 'disabled'}`. */
  canStopThinking: boolean;
  /** Takes `temperature`, `top_p` and `top_k`. */
  sampling: boolean;
  /** Takes `temperature` and `top_p` in one request. */
  bothSamplings: boolean;
  /** Takes a `tool_choice` that demands a call. */
  canForceTools: boolean;
}

const NAME =
  /claude-(?:(opus|sonnet|haiku|fable|mythos)-)?(\d+)(?:[.-](\d{1,2})(?!\d))?(?:-(opus|sonnet|haiku))?/;

/** Models of other makers on this wire: they follow the first version of thinking. */
const OTHER: ModelTraits = {
  defaultMaxTokens: 8192,
  thinks: true,
  adaptive: false,
  budget: true,
  needsBudget: false,
  canStopThinking: true,
  sampling: true,
  bothSamplings: true,
  canForceTools: true,
};

/**
 * Reads the traits from a model's name, in the catalogue's or Anthropic's own spelling
 * (`anthropic/claude-sonnet-4.5`, `claude-3-5-haiku-20241022`), after Anthropic's model overview
 * and its pages on extended and adaptive thinking. A name of a later generation is taken to follow
 * the latest rules.
 *
 * The default of `max_tokens` is chosen to let long answers through and yet fit beside a long
 * prompt: 4096 up to Claude 3, 8192 for 3.5, 32,000 up to 4.5, 64,000 for later ones (their window
 * is a million tokens), 8192 for models of other makers.
 */
export function modelTraits(model: string): ModelTraits {
  const name = NAME.exec(model);
  if (!name) return OTHER;
  const line = name[1] ?? name[4];
  const version = Number(name[2]) * 100 + Number(name[3] ?? 0);
  const isFable = line === 'fable' || line === 'mythos';
  const isLatest = version >= 505 && line !== 'haiku';
  return {
    defaultMaxTokens: maxTokens(isFable ? 500 : version),
    thinks: version >= 307,
    adaptive: version >= 406,
    budget: !isFable && version < 505,
    needsBudget: true,
    canStopThinking: !isFable && !isLatest,
    sampling: !isFable && version < (line === 'opus' ? 407 : 500),
    bothSamplings: version < 401,
    canForceTools: !isLatest && !(isFable && version >= 501),
  };
}

function maxTokens(version: number): number {
  if (version < 305) return 4096;
  if (version < 307) return 8192;
  return version < 406 ? 32_000 : 64_000;
}
