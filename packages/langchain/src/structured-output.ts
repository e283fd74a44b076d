import type {
  BaseLanguageModelInput,
  StructuredOutputMethodOptions,
} from '@langchain/core/language_models/base';
import {
  assembleStructuredOutputPipeline,
  createContentParser,
  createFunctionCallingParser,
} from '@langchain/core/language_models/structured_output';
import type { AIMessageChunk } from '@langchain/core/messages';
import { OutputParserException } from '@langchain/core/output_parsers';
import { JsonOutputKeyToolsParser } from '@langchain/core/output_parsers/openai_tools';
import type { Generation } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { isJsonObject, OfoxError } from '@ofoxai/core';
import type { ChatOfoxCallOptions } from './fields.ts';
import type { OpenAITool } from './tools.ts';

/** The three ways to get an answer of a given form. */
export type StructuredOutputMethod = 'functionCalling' | 'jsonSchema' | 'jsonMode';

const METHODS: Record<string, StructuredOutputMethod> = {
  functionCalling: 'functionCalling',
  function_calling: 'functionCalling',
  jsonSchema: 'jsonSchema',
  json_schema: 'jsonSchema',
  jsonMode: 'jsonMode',
  json_mode: 'jsonMode',
};

type Model = Runnable<BaseLanguageModelInput, AIMessageChunk, ChatOfoxCallOptions>;
type Output = Record<string, unknown>;

/** How the model is to be asked, and what reads its answer. */
interface Plan {
  options: Partial<ChatOfoxCallOptions>;
  parser: Runnable<unknown, Output>;
}

/**
 * A runnable that answers in the form of a schema: zod of either version, Standard Schema or JSON
 * Schema.
 *
 * @param bind the model with these options.
 * @throws OfoxError of kind `invalid_request` for a method that is unknown.
 */
export function structuredOutput(
  bind: (options: Partial<ChatOfoxCallOptions>) => Model,
  schema: Record<string, unknown>,
  config: StructuredOutputMethodOptions<boolean> = {},
): Runnable<BaseLanguageModelInput, Output> {
  const method = METHODS[config.method ?? 'functionCalling'];
  if (!method) {
    throw new OfoxError(
      'invalid_request',
      `method must be one of functionCalling, jsonSchema, jsonMode.`,
      {
        param: 'method',
      },
    );
  }
  const { options, parser } = PLANS[method](schema, config);
  const marker = { kwargs: { method }, schema: innerSchema(schema) };
  const model = bind({
    ...options,
    outputVersion: 'v0',
    ls_structured_output_format: marker,
  });
  const name = config.includeRaw ? 'StructuredOutputRunnable' : 'StructuredOutput';
  return assembleStructuredOutputPipeline(model, parser, config.includeRaw, name) as Runnable<
    BaseLanguageModelInput,
    Output
  >;
}

type Config = StructuredOutputMethodOptions<boolean>;

const PLANS: Record<StructuredOutputMethod, (schema: Output, config: Config) => Plan> = {
  functionCalling(schema, config) {
    const name = config.name ?? nameOf(schema) ?? 'extract';
    const description = descriptionOf(schema);
    const tool: OpenAITool = {
      type: 'function',
      function: {
        name,
        ...(description === undefined ? {} : { description }),
        parameters: innerSchema(schema),
      },
    };
    return {
      options: { tools: [tool], tool_choice: name, ...strictOf(config) },
      parser: createFunctionCallingParser(parsedBy(schema), name, CallParser) as Plan['parser'],
    };
  },
  jsonSchema(schema, config) {
    const description = descriptionOf(schema);
    const json_schema = {
      name: config.name ?? nameOf(schema) ?? 'extract',
      ...(description === undefined ? {} : { description }),
      schema: innerSchema(schema),
      ...strictOf(config),
    };
    return {
      options: { response_format: { type: 'json_schema', json_schema } },
      parser: createContentParser(parsedBy(schema)) as Plan['parser'],
    };
  },
  jsonMode(schema) {
    return {
      options: { response_format: { type: 'json_object' } },
      parser: createContentParser(parsedBy(schema)) as Plan['parser'],
    };
  },
};

/** Tells an answer that holds no call, which LangChain's parser takes for `undefined`. */
class CallParser<T extends Record<string, unknown>> extends JsonOutputKeyToolsParser<T> {
  override async parseResult(generations: Generation[]): Promise<T> {
    const result: T | undefined = await super.parseResult(generations as never);
    if (result !== undefined) return result;
    const text = generations[0]?.text ?? '';
    const message = `The model did not call ${this.keyName}. It said: ${JSON.stringify(text)}`;
    throw new OutputParserException(message, text);
  }
}

/** The JSON schema itself, also of a whole function definition in OpenAI's form. */
function innerSchema(schema: Output): object {
  const asJson = toJsonSchema(schema) as Output;
  return isFunction(asJson) ? (asJson.parameters as object) : asJson;
}

function parsedBy(schema: Output): Output {
  return isFunction(schema) ? (schema.parameters as Output) : schema;
}

function isFunction(schema: Output): boolean {
  return typeof schema.name === 'string' && isJsonObject(schema.parameters);
}

function nameOf(schema: Output): string | undefined {
  const told = isFunction(schema) ? schema.name : (toJsonSchema(schema) as Output).title;
  return typeof told === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(told) ? told : undefined;
}

function descriptionOf(schema: Output): string | undefined {
  const told = isFunction(schema)
    ? schema.description
    : (toJsonSchema(schema) as Output).description;
  return typeof told === 'string' ? told : undefined;
}

function strictOf({ strict }: Config): { strict?: boolean } {
  return strict === undefined ? {} : { strict };
}
