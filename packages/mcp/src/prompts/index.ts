import { compareModels } from './compare-models.ts';
import { pickModel } from './pick-model.ts';
import type { Prompt } from './prompt.ts';
import { secondOpinion } from './second-opinion.ts';

export const PROMPTS: readonly Prompt[] = [secondOpinion, compareModels, pickModel];
