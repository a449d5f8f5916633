/** One mistake: what was written, and the four things that its message has to name. */

export interface BadInput {
  readonly what: string;
  /** `DIR` stands for the folder with `files`, in a place as a relative path (`FULL`: not); `PORT` for an API that answers `{}`. */
  readonly args: readonly string[];
  /** By path below the folder. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Made below the folder: a named pipe that nobody writes to, or 600 MB of zeros. */
  readonly made?: Readonly<Record<string, 'pipe' | 'large'>>;
  /** Variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly place: string;
  readonly expected: string;
  readonly found: string;
  readonly next: string;
  /** What the message must not have in it. */
  readonly secret?: string;
  /** 2 unless given. */
  readonly code?: number;
}

/** A scenario that needs no configuration file; one key a line, so that lines can be named. */
export const SCENARIO = `config:
  target: http://127.0.0.1:1
  phases:
    - duration: 10
      arrivalRate: 2
  scaleproof:
    watch:
      endpointName: wine
    expect:
      errors: { maxShare: 0.1 }
scenarios:
  - engine: replay
    flow:
      - replay:
          system: wine
`;

/** `show` of the scenario with one text in it replaced. */
export function edited(
  what: string,
  [text, replacement]: readonly [string, string],
  names: Pick<BadInput, 'place' | 'expected' | 'found' | 'next'>,
): BadInput {
  if (!SCENARIO.includes(text)) throw new Error(`the scenario has no ${text}`);
  return {
    what,
    args: ['show', 'DIR/scenarios/s.yml'],
    files: { 'scenarios/s.yml': SCENARIO.replace(text, () => replacement) },
    ...names,
  };
}

/** `show` of a scenario file with the given content. */
export function content(
  what: string,
  text: string | Buffer,
  names: Pick<BadInput, 'place' | 'expected' | 'found' | 'next'>,
): BadInput {
  return { what, args: ['show', 'DIR/s.yml'], files: { 's.yml': text }, ...names };
}
