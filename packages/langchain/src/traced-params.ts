import type { ChatOfoxCallOptions, ChatOfoxFields, GenerationFields } from './fields.ts';
import { mergeFields } from './request.ts';

type Options = Omit<ChatOfoxCallOptions, 'callbacks'>;

/** The fields of a call that a trace tells. */
export type TracedParams = GenerationFields & { model: string } & {
  [K in 'provider' | 'tools' | 'tool_choice' | 'response_format' | 'strict' | 'cache_control']?:
    | Options[K]
    | undefined;
};

/** What a trace tells of a call: no key, no headers, and nothing that costs time to find out. */
export function tracedParams(
  model: string,
  defaults: GenerationFields,
  { provider }: Pick<ChatOfoxFields, 'provider'>,
  options: Partial<Options> = {},
): TracedParams {
  const { tools, tool_choice, response_format, strict, cache_control } = options;
  const params: TracedParams = {
    model: options.model ?? model,
    provider:
      provider && options.provider
        ? { ...provider, ...options.provider }
        : (options.provider ?? provider),
    tools,
    tool_choice,
    response_format,
    strict,
    cache_control,
  };
  return Object.assign(params, mergeFields(defaults, options));
}
