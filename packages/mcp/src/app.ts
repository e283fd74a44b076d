import { type Model, OfoxClient, OfoxError, type Platform } from '@ofoxai/core';
import { CallGate } from './call-gate.ts';
import { Catalogue } from './catalogue.ts';
import { type Clock, systemClock } from './clock.ts';
import { Conversations } from './conversations.ts';
import { DayLedger } from './day-ledger.ts';
import { ImageInput } from './image-input.ts';
import { ModelPolicy } from './model-policy.ts';
import { OutputFolder } from './output-folder.ts';
import { DEFAULT_TIMING, type ProgressTiming } from './progress.ts';
import type { Network } from './safe-fetch.ts';
import type { Settings } from './settings.ts';
import { SpendGuard } from './spend-guard.ts';

/** The world around the server, as far as tests replace it. */
export interface World {
  clock?: Clock;
  platform?: Partial<Platform>;
  network?: Network;
  timing?: ProgressTiming;
}

/**
 * What lives as long as the process. Servers come and go with each request over HTTP; budgets,
 * limits, conversations and the catalogue must not.
 */
export class App {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly timing: ProgressTiming;
  readonly catalogue: Catalogue;
  readonly policy: ModelPolicy;
  readonly gate: CallGate;
  readonly spend: SpendGuard;
  readonly conversations: Conversations;
  readonly images: ImageInput;
  readonly output: OutputFolder;
  readonly #platform: Partial<Platform>;
  #client: OfoxClient | undefined;

  constructor(settings: Settings, { clock = systemClock, platform, network, timing }: World = {}) {
    this.settings = settings;
    this.clock = clock;
    this.timing = timing ?? DEFAULT_TIMING;
    this.#platform = platform ?? {};
    this.catalogue = new Catalogue(async () => (await this.client.models.list()).models, clock);
    this.policy = new ModelPolicy(settings.models, this.catalogue);
    this.gate = new CallGate(settings.calls, clock);
    const { perDay } = settings.spend;
    const ledger = perDay === undefined ? undefined : new DayLedger(settings.stateDir, clock);
    this.spend = new SpendGuard(settings.spend, ledger);
    this.conversations = new Conversations(clock);
    this.images = new ImageInput({ folder: settings.inputDir, ...(network && { network }) });
    this.output = new OutputFolder(settings.outputDir);
  }

  /**
   * Made when first needed: the tools can be listed without a key.
   * @throws OfoxError of kind `authentication` when there is no key.
   */
  get client(): OfoxClient {
    const { apiKey, baseUrl } = this.settings;
    this.#client ??= new OfoxClient({ apiKey, baseUrl }, this.#platform);
    return this.#client;
  }

  /** What the catalogue says of a model; nothing where neither price nor rules need it. */
  async knownModel(name: string): Promise<Model | undefined> {
    return this.spend.isActive ? this.catalogue.find(name) : undefined;
  }

  /**
   * What a call without a price counts for.
   * @throws OfoxError of kind `quota` when the owner did not say.
   */
  unpricedCost(model: string): number {
    const { unpriced } = this.spend.limits;
    if (unpriced !== undefined) return unpriced;
    const message = `What ${model} costs is not known, so it cannot be held to the budget. Take a model that find_models shows a price for; the owner can allow others with --unpriced-call-cost.`;
    throw new OfoxError('quota', message, { param: 'model', code: 'unpriced' });
  }
}
