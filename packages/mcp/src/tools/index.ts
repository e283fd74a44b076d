import { chat } from './chat.ts';
import { compare } from './compare.ts';
import { findModels } from './find-models.ts';
import { generateImage } from './generate-image.ts';
import { rankTexts } from './rank-texts.ts';
import type { Tool } from './tool.ts';

/** In the order in which they are listed. */
export const TOOLS: readonly Tool[] = [chat, compare, findModels, generateImage, rankTexts];
