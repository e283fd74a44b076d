import type { ImageRequest, MediaPart } from '@ofoxai/core';
import { paint } from './paint.ts';
import { encodePng } from './png.ts';
import { digest } from './random.ts';
import { invalidRequest } from './refusal.ts';
import { sceneFor } from './scene.ts';

const USUAL_SIDE = 512;
const SHORTEST_SIDE = 16;
const LONGEST_SIDE = 2048;
const MOST_IMAGES = 10;
/** Side of the square of pixels that counts as one token of output. */
const TOKEN_SIDE = 32;

/** What is to be drawn. */
export interface ImageWishes {
  prompt: string;
  count: number;
  width: number;
  height: number;
  transparent: boolean;
  /** What each image counts as; no model's own figure. */
  tokens: number;
}

/**
 * Reads what the request wants drawn.
 * @throws OfoxError of kind `invalid_request` for a number of images other than 1 to 10, a side
 * other than 16 to 2048 pixels, or a file format other than PNG.
 */
export function readImageWishes(request: ImageRequest): ImageWishes {
  const { prompt, n = 1, size = 'auto', outputFormat = 'png', background } = request;
  if (outputFormat !== 'png') {
    throw invalidRequest(
      'output_format',
      `output_format must be png: the offline model writes no ${outputFormat}.`,
    );
  }
  if (!Number.isInteger(n) || n < 1 || n > MOST_IMAGES) {
    throw invalidRequest('n', `n must be a whole number between 1 and ${MOST_IMAGES}, not ${n}.`);
  }
  const [width, height] = readSize(size);
  const tokens = Math.ceil(width / TOKEN_SIDE) * Math.ceil(height / TOKEN_SIDE);
  return { prompt, count: n, width, height, transparent: background === 'transparent', tokens };
}

/** Draws the images one by one, as base64 PNG; each of a request's images is another one. */
export function* drawImages(wishes: ImageWishes): Generator<string> {
  const { prompt, count, width, height, transparent } = wishes;
  for (let number = 0; number < count; number++) {
    const scene = sceneFor(prompt, digest(prompt, String(number)), width / height);
    yield encodePng(paint(scene, width, height, transparent)).toString('base64');
  }
}

/** The picture that a model draws within a conversation. */
export function pictureOf(prompt: string): MediaPart {
  const [data = ''] = drawImages(readImageWishes({ model: '', prompt }));
  return { type: 'media', kind: 'image', source: { type: 'base64', mediaType: 'image/png', data } };
}

function readSize(size: string): [width: number, height: number] {
  if (size === 'auto') return [USUAL_SIDE, USUAL_SIDE];
  const [, width, height] = (/^(\d{1,5})x(\d{1,5})$/.exec(size) ?? []).map(Number);
  const fits = (side = 0) => side >= SHORTEST_SIDE && side <= LONGEST_SIDE;
  if (width === undefined || height === undefined || !fits(width) || !fits(height)) {
    throw invalidRequest(
      'size',
      `size must be auto or WIDTHxHEIGHT of ${SHORTEST_SIDE} to ${LONGEST_SIDE} pixels a side, not ${JSON.stringify(size.slice(0, 40))}.`,
    );
  }
  return [width, height];
}
