import { completable } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { type Prompt, userMessage } from './prompt.ts';

const CONCERNS = ['price', 'quality', 'long context', 'images', 'speed'];

/** Finds a model for a task. */
export const pickModel: Prompt = {
  needs: 'find_models',
  register(server) {
    const argsSchema = z.object({
      task: z.string().describe('What the model is for'),
      concern: completable(z.string().describe('What matters most'), (value) =>
        CONCERNS.filter((one) => one.startsWith(value.toLowerCase())),
      ),
    });
    const description = 'Find the right model for a task, with what it would cost';
    const config = { title: 'Pick a model', description, argsSchema };
    server.registerPrompt('pick_model', config, ({ task, concern }) =>
      userMessage(`Which model should I use for this task?

${task}

What matters most: ${concern}. Call find_models (filter by what the task needs, sort by price or context, estimate the cost with prompt_tokens and output_tokens) and recommend one model and one cheaper alternative, with prices and what a thousand such calls would cost.`),
    );
  },
};
