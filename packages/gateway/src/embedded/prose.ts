import { pick, type Random } from './random.ts';

const SUBJECTS = [
  'A quiet river',
  'The old lighthouse',
  'A patient gardener',
  'The night train',
  'A small robot',
  'The morning market',
  'An honest clock',
  'The northern wind',
  'A curious child',
  'The last page',
  'A wooden boat',
  'The city library',
];
const VERBS = [
  'carries',
  'remembers',
  'follows',
  'repairs',
  'counts',
  'gathers',
  'watches over',
  'returns',
  'describes',
  'paints',
  'keeps',
  'opens',
];
const OBJECTS = [
  'the light of many windows',
  'a letter without an address',
  'the names of the streets',
  'every stone along the shore',
  'a box of good tools',
  'the songs of the harbour',
  'an unfinished map',
  'the colour of early spring',
  'a list of simple questions',
  'the silence after rain',
  'seven grey umbrellas',
  'the road across the hills',
];
const ENDINGS = [
  'before the day begins',
  'without any hurry',
  'for those who come later',
  'and tells nobody',
  'as it did last year',
  'until the lamps go out',
  'with steady hands',
  'while the kettle sings',
  'and is content',
  'in every kind of weather',
];

/** How much filler text is wanted. */
export interface ProseLength {
  unit: 'words' | 'sentences' | 'paragraphs' | 'lines';
  count: number;
}

const LONGEST = { words: 20_000, sentences: 2000, paragraphs: 400, lines: 2000 };
const SENTENCES_OF_A_PARAGRAPH = 5;

/** Filler text of exactly so many words, sentences, paragraphs or lines, within reason. */
export function writeProse({ unit, count }: ProseLength, random: Random): string {
  const wanted = Math.min(count, LONGEST[unit]);
  const list = (length: number, item: () => string) => Array.from({ length }, item);
  const next = () => sentence(random);
  switch (unit) {
    case 'sentences':
      return list(wanted, next).join(' ');
    case 'lines':
      return list(wanted, next).join('\n');
    case 'paragraphs':
      return list(wanted, () => list(SENTENCES_OF_A_PARAGRAPH, next).join(' ')).join('\n\n');
    case 'words': {
      const words: string[] = [];
      while (words.length < wanted) words.push(...next().split(' '));
      return `${words.slice(0, wanted).join(' ').replace(/[.,]$/, '')}.`;
    }
  }
}

function sentence(random: Random): string {
  return `${pick(random, SUBJECTS)} ${pick(random, VERBS)} ${pick(random, OBJECTS)} ${pick(random, ENDINGS)}.`;
}
