import type { CallbackManagerForToolRun } from '@langchain/core/callbacks/manager';
import type { MessageContent } from '@langchain/core/messages';
import {
  type ContentAndArtifact,
  StructuredTool,
  type ToolParams,
  type ToolRunnableConfig,
} from '@langchain/core/tools';
import { AsyncCaller, type AsyncCallerParams } from '@langchain/core/utils/async_caller';
import {
  type GeneratedImage,
  type ImageInput,
  OfoxError,
  type ResponseInfo,
  type Usage,
} from '@ofoxai/core';
import { attemptLimits, type ConnectionFields, connect } from './client-fields.ts';
import type { Block } from './content-block.ts';
import { modelError } from './errors.ts';

const MAX_IMAGE_BYTES = 4 * 1024 * 1024;

export interface OfoxImageToolFields extends ToolParams, AsyncCallerParams, ConnectionFields {
  /** As the catalogue names it: `openai/gpt-image-2`. */
  model?: string | undefined;
  /** The tool's name for the model that calls it; `generate_image` by default. */
  name?: string | undefined;
  description?: string | undefined;
  /** `auto` or width x height, where the calling model does not say. */
  size?: string | undefined;
  quality?: ImageInput['quality'];
  outputFormat?: ImageInput['outputFormat'];
  background?: ImageInput['background'];
  /**
   * Show the calling model the images: `false` by default, as it pays for them as input. They are
   * always in the artifact.
   */
  showToModel?: boolean | undefined;
  /** Images larger than this, in bytes, are not shown to the model; 4 MiB by default. */
  maxImageBytes?: number | undefined;
}

/** What the tool gives the program, beside what it tells the model. */
export interface ImageArtifact {
  images: GeneratedImage[];
  model: string;
  usage?: Usage;
  response: ResponseInfo;
}

interface ImageArguments {
  prompt: string;
  size?: string;
  n?: number;
}

const SCHEMA = {
  type: 'object',
  properties: {
    prompt: { type: 'string', minLength: 1, description: 'What the image shows, in detail.' },
    size: {
      type: 'string',
      pattern: '^(auto|\\d+x\\d+)$',
      description: 'Width x height in pixels, such as 1024x1024.',
    },
    n: { type: 'integer', minimum: 1, maximum: 10, description: 'How many images; one if absent.' },
  },
  required: ['prompt'],
  additionalProperties: false,
} as const;

/** A tool that makes images from a description, with any image model of the API. */
export class OfoxImageTool extends StructuredTool<typeof SCHEMA, ImageArguments, ImageArguments> {
  static override lc_name(): string {
    return 'OfoxImageTool';
  }

  override readonly name: string;
  override readonly description: string;
  override readonly schema = SCHEMA;
  readonly #fields: OfoxImageToolFields & { model: string };
  readonly #client: ReturnType<typeof connect>;
  readonly #caller: AsyncCaller;

  /** @throws OfoxError of kind `invalid_request` for an option that makes no sense. */
  constructor(fields: OfoxImageToolFields & { model: string }) {
    super({ ...fields, responseFormat: 'content_and_artifact' });
    this.name = fields.name ?? 'generate_image';
    this.description = fields.description ?? 'Makes an image from a description of what it shows.';
    this.#fields = fields;
    this.#client = connect(fields);
    this.#caller = new AsyncCaller(fields);
  }

  protected override async _call(
    { prompt, size, n }: ImageArguments,
    _runManager?: CallbackManagerForToolRun,
    config?: ToolRunnableConfig,
  ): Promise<ContentAndArtifact> {
    const { model, quality, outputFormat, background } = this.#fields;
    const input: ImageInput = {
      model,
      prompt,
      n,
      size: size ?? this.#fields.size,
      quality,
      outputFormat,
      background,
    };
    const options = { signal: config?.signal, timeouts: attemptLimits(this.#fields, 'whole') };
    const reply = await this.#caller.callWithOptions(
      { ...(config?.signal ? { signal: config.signal } : {}) },
      async () => {
        try {
          return await this.#client().images(input, options);
        } catch (error) {
          throw OfoxError.is(error) ? modelError(error) : error;
        }
      },
    );
    const artifact: ImageArtifact = {
      images: reply.images,
      model: reply.model ?? model,
      ...(reply.usage ? { usage: reply.usage } : {}),
      response: reply.response,
    };
    return [this.#content(reply.images) as MessageContent, artifact];
  }

  #content(images: GeneratedImage[]): Block[] {
    return images.flatMap((image, at) => {
      const about = `Image ${at + 1} of ${images.length} was made${
        image.revisedPrompt === undefined ? '' : `, as: ${image.revisedPrompt}`
      }.`;
      const shown = this.#fields.showToModel ? this.#show(image) : undefined;
      return [{ type: 'text', text: about }, ...(shown ? [shown] : [])];
    });
  }

  #show({ data, url, mediaType = 'image/png' }: GeneratedImage): Block | undefined {
    const max = this.#fields.maxImageBytes ?? MAX_IMAGE_BYTES;
    if (data !== undefined) {
      // Four letters of base64 are three bytes.
      if ((data.length / 4) * 3 <= max) return { type: 'image', mimeType: mediaType, data };
      const text = `It is larger than ${max} bytes and not shown here.`;
      return { type: 'text', text };
    }
    return url === undefined ? undefined : { type: 'image', url };
  }
}
