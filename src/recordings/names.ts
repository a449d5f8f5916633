/**
 * Every name that was found, and what stands for it: the same everywhere, whatever its case (SageMaker
 * lower-cases names in ARNs), and none that holds what it hides.
 */
import { AWS_WORDS } from './aws-words.ts';
import type { Kind } from './structure.ts';

/**
 * How a name is told from other text. `anywhere`: also within a longer word. `word`: only between other
 * characters than letters and digits. `place`: only where a name stands, because AWS's texts or plain
 * numbers have the same characters.
 */
type Match = 'anywhere' | 'word' | 'place';

export interface Name {
  readonly original: string;
  readonly kind: Kind;
  readonly standIn: string;
  readonly match: Match;
}

const digits = (n: number, length: number) => String(n).padStart(length, '0');

/** In the forms that readers of AWS's answers expect; the rest are `KIND-1`, `KIND-2` and so on. */
const FORMS: Readonly<Record<Kind, (n: number) => string>> = {
  account: (n) => `1${digits(n, 11)}`,
  uuid: (n) => `00000000-0000-4000-8000-${digits(n, 12)}`,
  instance: (n) => `i-${digits(n, 17)}`,
  // Addresses for documentation: RFC 5737 has 3 x 254, RFC 3849 more than enough.
  address: (n) =>
    `${['192.0.2', '198.51.100', '203.0.113'][Math.floor((n - 1) / 254) % 3]}.${((n - 1) % 254) + 1}`,
  address6: (n) => `2001:db8::${n.toString(16)}`,
  url: (n) => `https://host-${n}.example/`,
  mail: (n) => `mail-${n}@example.com`,
};

const SHORTEST_ANYWHERE = 4;

export class Names {
  readonly #found = new Map<string, { original: string; kind: Kind }>();
  readonly #vocabulary = new Set<string>(AWS_WORDS);
  #made: ReadonlyMap<string, Name> | null = null;

  /** The first kind a name is found as is its kind. */
  found(kind: Kind, original: string): void {
    const key = original.toLowerCase();
    if (key === '' || this.#found.has(key)) return;
    this.#found.set(key, { original, kind });
    this.#made = null;
  }

  /** A word of AWS's own, such as a member's name or a state. */
  isWord(word: string): void {
    this.#vocabulary.add(word.toLowerCase());
    this.#made = null;
  }

  of(original: string): Name | undefined {
    return this.#names().get(original.toLowerCase());
  }

  all(): Name[] {
    return [...this.#names().values()];
  }

  /** @returns how many there are of each kind */
  counts(): Record<Kind, number> {
    const counts: Record<Kind, number> = {};
    for (const { kind } of this.all()) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  #names(): ReadonlyMap<string, Name> {
    if (this.#made !== null) return this.#made;
    const words = [...this.#vocabulary].join('\n');
    const matches = new Map([...this.#found.keys()].map((key) => [key, this.#match(key, words)]));
    const isTaken = takenBy(matches);
    const numbers = new Map<Kind, number>();
    const made = new Map<string, Name>();
    for (const [key, { original, kind }] of this.#found) {
      let standIn: string;
      do {
        const n = (numbers.get(kind) ?? 0) + 1;
        numbers.set(kind, n);
        standIn = FORMS[kind]?.(n) ?? `${kind}-${n}`;
      } while (isTaken(standIn));
      made.set(key, { original, kind, standIn, match: matches.get(key)! });
    }
    this.#made = made;
    return made;
  }

  #match(key: string, words: string): Match {
    if (this.#vocabulary.has(key) || (/^\d+$/.test(key) && key.length !== 12)) return 'place';
    if (key.length < 2 || !/[a-z0-9]/.test(key)) return 'place';
    if (key.length < SHORTEST_ANYWHERE || words.includes(key)) return 'word';
    return 'anywhere';
  }
}

/** Whether a stand-in's name holds a name that it or another is to hide. */
function takenBy(matches: ReadonlyMap<string, Match>): (standIn: string) => boolean {
  const within = [...matches].filter(([, match]) => match === 'anywhere').map(([key]) => key);
  // Longer than any stand-in's name, they cannot be in one.
  const short = within.filter((key) => key.length <= 40);
  const words = new Set([...matches].filter(([, match]) => match === 'word').map(([key]) => key));
  return (standIn) => {
    const text = standIn.toLowerCase();
    if (words.size > 0 && text.split(/[^a-z0-9]+/).some((word) => words.has(word))) return true;
    return short.some((key) => text.includes(key));
  };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/**
 * Matches every name that can be told from other text, longest first; null when there is none. Case is
 * ignored. For replacing them, and for looking whether one was left.
 */
export function anyOf(names: readonly Name[]): RegExp | null {
  const told = names
    .filter(({ match }) => match !== 'place')
    .toSorted((a, b) => b.original.length - a.original.length)
    .map(({ original, match }) =>
      match === 'anywhere' ? escaped(original) : `(?<![a-z0-9])${escaped(original)}(?![a-z0-9])`,
    );
  return told.length === 0 ? null : new RegExp(told.join('|'), 'gi');
}
