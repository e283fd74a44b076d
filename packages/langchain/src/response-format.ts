import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { type JsonObject, OfoxError, type ResponseFormat } from '@ofoxai/core';
import type { ChatOfoxCallOptions } from './fields.ts';

/**
 * The form of the answer. Agents say it in the words of all three wires at once; those of OpenAI,
 * which tell the most, go first.
 *
 * @throws OfoxError of kind `invalid_request` for a format that is none.
 */
export function readResponseFormat({
  response_format: format,
  outputConfig,
  responseSchema,
}: Pick<ChatOfoxCallOptions, 'response_format' | 'outputConfig' | 'responseSchema'>):
  | ResponseFormat
  | undefined {
  if (format) {
    switch (format.type) {
      case 'text':
        return { type: 'text' };
      case 'json_object':
        return { type: 'json' };
      case 'json_schema': {
        const { schema, name, description, strict } = format.json_schema;
        return {
          ...schemaFormat(schema ?? {}),
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(typeof strict === 'boolean' ? { strict } : {}),
        };
      }
    }
    throw new OfoxError('invalid_request', 'response_format.type is not a known format.', {
      param: 'response_format.type',
    });
  }
  const schema = outputConfig?.format?.schema ?? responseSchema;
  return schema && schemaFormat(schema);
}

function schemaFormat(schema: object): Extract<ResponseFormat, { type: 'json-schema' }> {
  return { type: 'json-schema', schema: toJsonSchema(schema) as JsonObject };
}
