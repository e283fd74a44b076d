import type { Model } from '@ofoxai/core';
import { matches } from '../../../../shared/model-search.ts';
import { perMillion } from '../../../../shared/prices.ts';
import { callOptionsOf, type Operation, output, parameter } from '../../run.ts';
import { modelData } from './model-data.ts';

interface Filters {
  search?: string;
  inputModalities?: string[];
  outputModalities?: string[];
  maxInputPrice?: number;
  maxOutputPrice?: number;
  minContext?: number;
  tools?: boolean;
}

/** The models of the catalogue that pass the filters. */
export const getAll: Operation = {
  async execute(run, [item = 0]) {
    const filters = parameter<Filters>(run, 'filters', item, {});
    const isShort = parameter<boolean>(run, 'simplify', item, true);
    const returnAll = parameter<boolean>(run, 'returnAll', item, false);
    const limit = returnAll ? undefined : parameter<number>(run, 'limit', item, 50);
    const { models } = await run.client.models.list(callOptionsOf(run, item));
    return models
      .filter((model) => passes(model, filters))
      .slice(0, limit)
      .map((model) => output(item, modelData(model, isShort)));
  },
};

/** A model whose price or context is not known does not pass a filter that asks for it. */
function passes(model: Model, filters: Filters): boolean {
  const { search, inputModalities = [], outputModalities = [] } = filters;
  const has = (all: string[] | undefined, wanted: string[]) =>
    wanted.every((kind) => all?.includes(kind));
  return (
    (!search?.trim() || matches(model, search.trim())) &&
    has(model.inputModalities, inputModalities) &&
    has(model.outputModalities, outputModalities) &&
    atMost(perMillion(model.pricing?.prompt), filters.maxInputPrice) &&
    atMost(perMillion(model.pricing?.completion), filters.maxOutputPrice) &&
    (!filters.minContext || (model.contextLength ?? 0) >= filters.minContext) &&
    (!filters.tools || model.supportedParameters?.includes('tools') === true)
  );
}

function atMost(price: number | undefined, limit: number | undefined): boolean {
  return limit === undefined || (price !== undefined && price <= limit);
}
