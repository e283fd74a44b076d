import { usageData } from '../../../../shared/usage-data.ts';
import { callOptionsOf, count, type Operation, optionsOf, output } from '../../run.ts';
import { responseData } from '../response-data.ts';
import { embedInput, textsOf } from './texts.ts';

/** Turns the texts of items into vectors. */
export const create: Operation = {
  groupSize: (run) => Number(optionsOf(run, 0).itemsPerRequest ?? 1),

  async execute(run, items) {
    const [first = 0] = items;
    const wanted = items.map((item) => ({ item, ...textsOf(run, item) }));
    const texts = wanted.flatMap((one) => one.texts);
    const result = await run.client.embed(embedInput(run, first, texts), callOptionsOf(run, first));
    const usage = usageData(result.usage);
    count(run, usage);
    const told = responseData(result.response, result.model, optionsOf(run, first));
    const { cost, ...facts } = told;
    let from = 0;
    return wanted.map(({ item, texts: own, isList }) => {
      const vectors = result.vectors.slice(from, from + own.length);
      from += own.length;
      const data = isList ? { embeddings: vectors } : { embedding: vectors[0] };
      const dimensions = vectors[0]?.length ?? 0;
      // What a request of several items cost is told once, so that it can be added up.
      const once = item === first ? { usage, ...(cost === undefined ? {} : { cost }) } : {};
      return output(item, { ...data, dimensions, ...once, ...facts });
    });
  },
};
