/** Everything that the owner of a server decides. */
export interface Settings {
  /** Absent: the environment's `OFOX_API_KEY`, looked for when the API is first called. */
  apiKey?: string | undefined;
  baseUrl?: string | undefined;
  /** Used where an agent names none. */
  defaults: { chat: string; image: string; embedding: string };
  selection: Selection;
  models: ModelRules;
  calls: CallLimits;
  spend: SpendLimits;
  /** The one folder from which images are read; none when absent. */
  inputDir?: string | undefined;
  /** Where images are written that are too large for an answer. */
  outputDir: string;
  /** Where the day's spending is kept. */
  stateDir: string;
  /** Serves over HTTP instead of stdin and stdout. */
  http?: HttpSettings | undefined;
}

export interface HttpSettings {
  host: string;
  port: number;
  /** What callers must send as `Authorization: Bearer …`. Required beyond loopback. */
  token?: string | undefined;
  /** Names by which the server may be called, without ports; loopback's when absent. */
  allowedHosts: readonly string[];
  /** Keeps nothing between two requests, for several replicas behind a balancer. */
  stateless: boolean;
}

/** Which tools are offered. Empty lists say nothing. */
export interface Selection {
  /** Groups of tools; `default` alone when absent. */
  toolsets?: readonly string[] | undefined;
  /** Single tools, besides those of the toolsets; without toolsets these alone. */
  tools?: readonly string[] | undefined;
  /** Tools that are not offered, whatever else is said. */
  excludeTools?: readonly string[] | undefined;
  /** Nothing that costs money. */
  readOnly?: boolean | undefined;
}

/** Which models may be used, by patterns such as `anthropic/*`. */
export interface ModelRules {
  /** Only these, when there are any. */
  allow?: readonly string[] | undefined;
  /** Never these; it wins over `allow`. */
  deny?: readonly string[] | undefined;
}

export interface CallLimits {
  /** Calls of models at the same time; further ones wait their turn. */
  concurrency: number;
  /** Calls of models in any sixty seconds; further ones are refused. */
  perMinute?: number | undefined;
}

/** USD. What is absent is unlimited. */
export interface SpendLimits {
  /** For one call of a model; a comparison makes several. */
  perCall?: number | undefined;
  /** For the life of this process. */
  total?: number | undefined;
  /** For one day (UTC), all processes with the same ledger together. */
  perDay?: number | undefined;
  /** What a call counts for whose price nobody knows; without it such calls are refused. */
  unpriced?: number | undefined;
}
