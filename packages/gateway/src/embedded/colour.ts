/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** @param hue degrees; saturation and lightness are from 0 to 1. */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const at = (offset + ((hue % 360) + 360) / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** So much of the way from one colour to another, 0 to 1. */
export function blend([r, g, b]: Colour, [red, green, blue]: Colour, amount: number): Colour {
  return [
    Math.round(r + (red - r) * amount),
    Math.round(g + (green - g) * amount),
    Math.round(b + (blue - b) * amount),
  ];
}
