import { blend, type Colour } from './colour.ts';
import type { Disc, Ridge, Scene } from './scene.ts';

/** A picture in memory, row by row; each pixel as {@link pack} makes it. */
export interface Pixels {
  width: number;
  height: number;
  /** Whether some pixels let through what is behind them. */
  transparent: boolean;
  data: Uint32Array;
}

/** How far below its line a ridge reaches its foot's colour, as a share of the height. */
const RIDGE_DEPTH = 0.3;
const RINGS = 5;
/** How far the light of a disc reaches, in its radii. */
const GLOW_REACH = 3.4;

/**
 * Draws a scene in spans of one colour each, which is quick and makes small files.
 * @param transparent whether the sky is left out.
 */
export function paint(scene: Scene, width: number, height: number, transparent: boolean): Pixels {
  const pixels = { width, height, transparent, data: new Uint32Array(width * height) };
  if (!transparent) {
    paintSky(scene, pixels);
    for (const star of scene.stars) paintStar(star, pixels);
  }
  paintDisc(scene.disc, pixels);
  paintRidges(scene.ridges, pixels);
  return pixels;
}

/** The sky row by row, and in it rings of light around the disc. */
function paintSky({ skyTop, skyBottom, disc, glow }: Scene, { width, height, data }: Pixels): void {
  const radius = disc.radius * height;
  for (let y = 0; y < height; y++) {
    const sky = blend(skyTop, skyBottom, Math.min(1, (y / height) * 1.35));
    const row = y * width;
    data.fill(pack(sky, 1), row, row + width);
    for (let ring = 1; ring <= RINGS; ring++) {
      const reach = radius * (1 + (GLOW_REACH - 1) * (1 - (ring - 1) / RINGS));
      const half = halfWidth(reach, y + 0.5 - disc.y * height);
      if (half === 0) break;
      const lit = blend(sky, disc.colour, (ring / RINGS) ** 2 * 0.28 * glow);
      const left = Math.max(0, Math.round(disc.x * height - half));
      const right = Math.min(width, Math.round(disc.x * height + half));
      if (left < right) data.fill(pack(lit, 1), row + left, row + right);
    }
  }
}

function paintStar(star: Scene['stars'][number], pixels: Pixels): void {
  const { width, height } = pixels;
  const size = height > 600 ? 2 : 1;
  const [left, top] = [Math.floor(star.x * height), Math.floor(star.y * height)];
  for (let y = top; y < Math.min(height, top + size); y++) {
    for (let x = left; x < Math.min(width, left + size); x++) {
      mix(pixels, y * width + x, [255, 255, 245], star.bright);
    }
  }
}

function paintDisc({ x, y, radius, colour }: Disc, pixels: Pixels): void {
  const { width, height } = pixels;
  const [centreX, centreY, reach] = [x * height, y * height, radius * height];
  const [left, right] = [Math.floor(centreX - reach - 1), Math.ceil(centreX + reach + 1)];
  for (let row = Math.max(0, Math.floor(centreY - reach - 1)); row < centreY + reach + 1; row++) {
    if (row >= height) return;
    for (let at = Math.max(0, left); at < Math.min(width, right); at++) {
      const distance = Math.sqrt((at + 0.5 - centreX) ** 2 + (row + 0.5 - centreY) ** 2);
      mix(pixels, row * width + at, colour, Math.min(1, Math.max(0, reach - distance + 0.5)));
    }
  }
}

/** What is hidden by nearer ridges is not drawn. */
function paintRidges(ridges: Ridge[], pixels: Pixels): void {
  const { width, height } = pixels;
  const outlines = ridges.map((ridge) => {
    const line = Float64Array.from(
      { length: width },
      (_, x) => ridge.heightAt(x / height) * height,
    );
    const highest = line.reduce((least, y) => Math.min(least, y), height);
    const lowest = line.reduce((most, y) => Math.max(most, y), 0);
    return { ridge, line, highest, lowest };
  });
  for (let y = 0; y < height; y++) {
    const back = outlines.findLastIndex(({ lowest }) => lowest <= y);
    for (const { ridge, line, highest } of outlines.slice(Math.max(0, back))) {
      if (highest >= y + 1) continue;
      const down = Math.min(1, Math.max(0, y - highest) / (RIDGE_DEPTH * height));
      paintRow(pixels, y, line, blend(ridge.top, ridge.foot, Math.round(down * 48) / 48));
    }
  }
}

/** One row of what lies below a line; where the line crosses the row, as much as is below it. */
function paintRow(pixels: Pixels, y: number, line: Float64Array, colour: Colour): void {
  const { width, data } = pixels;
  const row = y * width;
  const solid = pack(colour, 1);
  for (let x = 0; x < width; ) {
    const from = x;
    while (x < width && (line[x] as number) <= y) x++;
    if (x > from) data.fill(solid, row + from, row + x);
    else {
      mix(pixels, row + x, colour, Math.max(0, y + 1 - (line[x] as number)));
      x++;
    }
  }
}

/** Half of how wide a circle is so far from its centre; 0 outside. */
function halfWidth(radius: number, distance: number): number {
  return distance * distance >= radius * radius
    ? 0
    : Math.sqrt(radius * radius - distance * distance);
}

/** @param opacity 0 to 1. */
function pack([red, green, blue]: Colour, opacity: number): number {
  return ((Math.round(opacity * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Lays a colour over a pixel, so much of it as `amount` says, 0 to 1. */
function mix({ data }: Pixels, at: number, colour: Colour, amount: number): void {
  if (amount <= 0) return;
  const under = data[at] as number;
  const opacity =
    under >>> 24 === 0 ? amount : amount + (under >>> 24) / 255 - (amount * (under >>> 24)) / 255;
  const below: Colour = [under & 255, (under >>> 8) & 255, (under >>> 16) & 255];
  data[at] = pack(blend(below, colour, amount / opacity), opacity);
}
