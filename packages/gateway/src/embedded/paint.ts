import { blend, type Colour } from './colour.ts';
import type { Pixels } from './png.ts';
import type { Scene } from './scene.ts';

/** How far below its line a ridge reaches its foot's colour, as a share of the height. */
const RIDGE_DEPTH = 0.3;

/** @param transparent whether the sky is left out. */
export function paint(scene: Scene, width: number, height: number, transparent: boolean): Pixels {
  const channels = transparent ? 4 : 3;
  const pixels: Pixels = {
    width,
    height,
    channels,
    data: new Uint8Array(width * height * channels),
  };
  if (!transparent) paintSky(scene, pixels);
  for (const star of transparent ? [] : scene.stars) paintStar(star, pixels);
  paintDisc(scene, pixels, transparent);
  paintRidges(scene, pixels);
  return pixels;
}

/** Bands of one colour each, so that the file stays small. */
function paintSky({ skyTop, skyBottom }: Scene, { width, height, data }: Pixels): void {
  for (let y = 0; y < height; y++) {
    const [red, green, blue] = blend(skyTop, skyBottom, Math.min(1, (y / height) * 1.35));
    const row = y * width * 3;
    for (let at = row; at < row + width * 3; at += 3) {
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
    }
  }
}

function paintStar(star: Scene['stars'][number], pixels: Pixels): void {
  const { width, height } = pixels;
  const size = height > 600 ? 2 : 1;
  const [left, top] = [Math.floor(star.x * height), Math.floor(star.y * height)];
  for (let y = top; y < Math.min(height, top + size); y++) {
    for (let x = left; x < Math.min(width, left + size); x++) {
      mix(pixels, (y * width + x) * pixels.channels, [255, 255, 245], star.bright);
    }
  }
}

/** The disc itself, and rings of light around it. */
function paintDisc({ disc, glow }: Scene, pixels: Pixels, bare: boolean): void {
  const { width, height, channels } = pixels;
  const [centreX, centreY, radius] = [disc.x * height, disc.y * height, disc.radius * height];
  const reach = bare ? radius + 1 : radius * 3.4;
  for (
    let y = Math.max(0, Math.floor(centreY - reach));
    y < Math.min(height, centreY + reach);
    y++
  ) {
    for (
      let x = Math.max(0, Math.floor(centreX - reach));
      x < Math.min(width, centreX + reach);
      x++
    ) {
      const distance = Math.hypot(x - centreX, y - centreY);
      const inside = Math.min(1, Math.max(0, radius - distance + 0.5));
      // Steps instead of a smooth fall, which would make the file many times larger.
      const light = bare
        ? 0
        : Math.ceil(Math.max(0, 1 - (distance - radius) / (reach - radius)) * 5) / 5;
      const amount = Math.max(inside, distance < reach ? light ** 2 * 0.28 * glow : 0);
      if (amount > 0) mix(pixels, (y * width + x) * channels, disc.colour, amount);
    }
  }
}

/** Every column from the line of the ridge downwards; the line itself is smoothed. */
function paintRidges({ ridges }: Scene, pixels: Pixels): void {
  const { width, height, channels, data } = pixels;
  for (const { top, foot, heightAt } of ridges) {
    const lines = Float64Array.from({ length: width }, (_, x) => heightAt(x / height) * height);
    const highest = lines.reduce((least, line) => Math.min(least, line), height);
    for (let y = Math.max(0, Math.floor(highest)); y < height; y++) {
      const down = Math.min(1, (y - highest) / (RIDGE_DEPTH * height));
      const colour = blend(top, foot, Math.round(down * 48) / 48);
      const [red, green, blue] = colour;
      for (let x = 0, at = y * width * channels; x < width; x++, at += channels) {
        const covered = y + 1 - (lines[x] as number);
        if (covered <= 0) continue;
        if (covered < 1) {
          mix(pixels, at, colour, covered);
          continue;
        }
        data[at] = red;
        data[at + 1] = green;
        data[at + 2] = blue;
        if (channels === 4) data[at + 3] = 255;
      }
    }
  }
}

/** Lays a colour over a pixel, so much of it as `amount` says, 0 to 1. */
function mix({ data, channels }: Pixels, at: number, colour: Colour, amount: number): void {
  const under = channels === 4 ? (data[at + 3] as number) / 255 : 1;
  const opacity = amount + under * (1 - amount);
  for (let channel = 0; channel < 3; channel++) {
    const below = (data[at + channel] as number) * under * (1 - amount);
    data[at + channel] = Math.round(((colour[channel] as number) * amount + below) / opacity);
  }
  if (channels === 4) data[at + 3] = Math.round(opacity * 255);
}
