import type { Model } from '@ofoxai/core';
import { perMillion } from '../../../../shared/prices.ts';

/** A model as workflows see it; prices are USD per million tokens. */
export function modelData(model: Model, isShort: boolean): object {
  const { pricing, rest, ...known } = model;
  const prices = {
    inputPrice: perMillion(pricing?.prompt),
    outputPrice: perMillion(pricing?.completion),
  };
  if (!isShort) return { ...known, ...prices, pricing, ...rest };
  const { id, name, description, contextLength, maxOutputTokens } = known;
  const { inputModalities, outputModalities } = known;
  return {
    ...{ id, name, description, contextLength, maxOutputTokens },
    ...prices,
    ...{ inputModalities, outputModalities },
  };
}
