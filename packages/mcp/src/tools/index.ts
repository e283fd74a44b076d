import { chat, chatWithoutMemory } from './chat.ts';
import { compare } from './compare.ts';
import { findModels } from './find-models.ts';
import { generateImage } from './generate-image.ts';
import { rankTexts } from './rank-texts.ts';
import type { Tool } from './tool.ts';

/**
 * All tools, in the order in which they are listed.
 *
 * @param stateless leaves out what needs the memory of one process.
 */
export function toolsFor(stateless: boolean): readonly Tool[] {
  return [stateless ? chatWithoutMemory : chat, compare, findModels, generateImage, rankTexts];
}
