/** Colours for a terminal, or none. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
}

const plain = (text: string) => text;

export const NO_PAINT: Paint = { good: plain, bad: plain, faint: plain, strong: plain };

export const ANSI_PAINT: Paint = {
  good: (text) => `\x1b[32m${text}\x1b[39m`,
  bad: (text) => `\x1b[31m${text}\x1b[39m`,
  faint: (text) => `\x1b[2m${text}\x1b[22m`,
  strong: (text) => `\x1b[1m${text}\x1b[22m`,
};
