import { callOptionsOf, modelOf, type Operation, output, parameter } from '../../run.ts';
import { modelData } from './model-data.ts';

/** One model of the catalogue. */
export const get: Operation = {
  async execute(run, [item = 0]) {
    const { model } = await run.client.models.get(modelOf(run, item), callOptionsOf(run, item));
    return [output(item, modelData(model, parameter<boolean>(run, 'simplify', item, true)))];
  },
};
