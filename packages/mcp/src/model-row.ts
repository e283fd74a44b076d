import type { Model } from '@ofoxai/core';
import { priceOf } from './price.ts';

/** A model in as few words as tell what it is good for. */
export interface ModelRow extends Record<string, unknown> {
  id: string;
  /** Tokens. */
  context?: number;
  /** USD per million tokens, read and written. */
  in?: number;
  out?: number;
  /** USD for one image. */
  per_image?: number;
  /** What it takes and gives besides text. */
  inputs?: string[];
  outputs?: string[];
}

const MODALITY = /^[a-z]{1,20}$/;

/**
 * The row of a model. Nothing of the catalogue's prose is in it: names and descriptions are other
 * people's words, and an agent might take them for instructions.
 */
export function modelRow(model: Model): ModelRow {
  const price = priceOf(model);
  const inputs = besidesText(model.inputModalities);
  const outputs = besidesText(model.outputModalities);
  return {
    id: model.id,
    ...(model.contextLength && { context: model.contextLength }),
    ...(price && price.perImage === 0 && { in: perMillion(price.perInputToken) }),
    ...(price && price.perImage === 0 && { out: perMillion(price.perOutputToken) }),
    ...(price && price.perImage > 0 && { per_image: price.perImage }),
    ...(inputs.length > 0 && { inputs }),
    ...(outputs.length > 0 && { outputs }),
  };
}

function besidesText(modalities: string[] = []): string[] {
  return modalities.filter((one) => one !== 'text' && MODALITY.test(one));
}

function perMillion(usd: number): number {
  return Number((usd * 1e6).toPrecision(6));
}
