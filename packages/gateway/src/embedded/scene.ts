import { blend, type Colour, hsl } from './colour.ts';
import { pick, type Random, seededRandom } from './random.ts';

/** A round light in the sky; places and sizes are shares of the picture's height. */
export interface Disc {
  x: number;
  y: number;
  radius: number;
  colour: Colour;
}

/** A line of hills from the left to the right, darker towards its foot. */
export interface Ridge {
  top: Colour;
  foot: Colour;
  /** The hills' height at a place, as a share of the picture's height from above. */
  heightAt(x: number): number;
}

/** What is in a picture, from back to front. */
export interface Scene {
  skyTop: Colour;
  skyBottom: Colour;
  disc: Disc;
  /** How strongly the disc lights the sky around it, 0 to 1. */
  glow: number;
  stars: { x: number; y: number; bright: number }[];
  ridges: Ridge[];
}

const HUES: [RegExp, number][] = [
  [/\b(?:red|crimson|fire|mars)\b/i, 5],
  [/\b(?:orange|sunset|autumn|dawn|sunrise|fox)\b/i, 22],
  [/\b(?:yellow|gold|golden|desert|sand)\b/i, 42],
  [/\b(?:green|forest|grass|spring|jungle)\b/i, 130],
  [/\b(?:teal|turquoise|lagoon)\b/i, 175],
  [/\b(?:blue|sea|ocean|water|lake|ice|winter)\b/i, 210],
  [/\b(?:purple|violet|lavender|galaxy)\b/i, 270],
  [/\b(?:pink|rose|blossom|flower)\b/i, 330],
];
const NIGHT = /\b(?:night|moon|moonlit|dark|star|stars|starry|space|galaxy|midnight)\b/i;
const CALM = /\b(?:sea|ocean|water|lake|desert|dunes?|beach|calm|river)\b/i;

/**
 * Makes up a landscape for a prompt. Colours, the time of day and the shape of the land follow the
 * prompt's words where they tell; everything else comes from the seed.
 *
 * @param ratio the picture's width divided by its height.
 */
export function sceneFor(prompt: string, seed: string, ratio: number): Scene {
  const random = seededRandom(seed);
  const hue = HUES.find(([word]) => word.test(prompt))?.[1] ?? Math.floor(random() * 360);
  const night =
    NIGHT.test(prompt) || (!HUES.some(([word]) => word.test(prompt)) && random() < 0.25);
  const neighbour = hue + pick(random, [-40, -28, 28, 40]);
  const skyTop = night ? hsl(neighbour, 0.55, 0.08) : hsl(neighbour, 0.55, 0.5);
  const skyBottom = night ? hsl(hue, 0.5, 0.3) : hsl(hue, 0.75, 0.84);
  const discColour = night ? hsl(hue + 20, 0.35, 0.93) : hsl(hue + 10, 0.95, 0.95);
  const rough = CALM.test(prompt) ? 0.35 : 0.7 + 0.5 * random();
  return {
    skyTop,
    skyBottom,
    disc: {
      x: ratio * (0.2 + 0.6 * random()),
      y: 0.2 + 0.25 * random(),
      radius: 0.06 + 0.08 * random(),
      colour: discColour,
    },
    glow: night ? 0.35 : 0.75,
    stars: night ? stars(random, ratio) : [],
    ridges: ridges(random, hue, night, rough, skyBottom),
  };
}

function stars(random: Random, ratio: number): Scene['stars'] {
  return Array.from({ length: 90 }, () => ({
    x: random() * ratio,
    y: random() ** 1.3 * 0.7,
    bright: 0.35 + 0.65 * random(),
  }));
}

/** Four or five ridges; the far ones are pale as the sky, the near ones dark. */
function ridges(random: Random, hue: number, night: boolean, rough: number, sky: Colour): Ridge[] {
  const count = 4 + Math.floor(random() * 2);
  const dark = hsl(hue + 15, 0.45, night ? 0.05 : 0.16);
  return Array.from({ length: count }, (_, index) => {
    const near = (index + 1) / count;
    const base = 0.48 + 0.42 * (index / count);
    const waves = Array.from({ length: 4 }, (_, wave) => ({
      length: 1.1 / 1.9 ** wave / (0.7 + 0.6 * random()),
      phase: random() * Math.PI * 2,
      size: (0.085 * rough * (1.1 - 0.35 * near)) / 1.8 ** wave,
    }));
    const colour = blend(sky, dark, 0.2 + 0.8 * near ** 1.2);
    return {
      top: colour,
      foot: blend(colour, index === count - 1 ? dark : sky, 0.35),
      heightAt: (x) =>
        waves.reduce(
          (sum, { length, phase, size }) =>
            sum + size * Math.sin((x / length) * Math.PI * 2 + phase),
          base,
        ),
    };
  });
}
