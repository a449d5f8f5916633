/** Renders the results of the trials as Markdown. */
import { chanceOfAtLeast } from '../../src/statistics/distributions.ts';
import type { Row } from './grid.ts';
import { BOUNDS, type Tally } from './trial.ts';

/** What a confidence of 99 % promises, and how far beyond it is aimed to stay. */
const PROMISED = 0.01;
const AIM = 1.5 * PROMISED;
/** Windows long enough for "missed", for a certificate, and the longest that are tried. */
const TELLING_SECONDS = 120;
const LONG_SECONDS = 459;
const LONGEST_SECONDS = 1_200;

export function formerTable(rows: readonly Row[], tallies: readonly Tally[][]): string {
  return table(
    [
      '55 s of 200 requests/s',
      'met: before',
      'now',
      'missed: before',
      'now',
      '95 % interval covers: before',
      'now',
      'looks',
    ],
    rows.map(({ what }, index) => {
      const [{ runs, met, missed, former, stated, looks }] = tallies[index] as [Tally];
      return [
        what,
        percent(former.met, runs),
        percent(met[0]!, runs),
        percent(former.missed, runs),
        percent(missed[0]!, runs),
        percent(former.covered, runs),
        stated === 0 ? 'none stated' : percent(stated, runs),
        looks.toFixed(0),
      ];
    }),
  );
}

export function gridTable(rows: readonly Row[], tallies: readonly Tally[][]): string {
  return table(
    [
      'load',
      'met (most)',
      'missed (most)',
      'interval stated',
      'wrong',
      'looks in 20 min',
      ...BOUNDS.slice(1).map((times) => `certified at ${times} x`),
    ],
    [
      ...rows.map(({ what, questions }, index) => gridLine(what, questions, tallies[index]!)),
      gridLine(
        '**all**',
        rows.flatMap(({ questions }) => questions),
        tallies.flat(),
      ),
    ],
  );
}

function gridLine(what: string, questions: Row['questions'], tallies: readonly Tally[]): string[] {
  const lasting = (atLeast: number) =>
    tallies.filter((_, cell) => questions[cell]!.world.seconds >= atLeast);
  const [long, longest] = [lasting(LONG_SECONDS), lasting(LONGEST_SECONDS)];
  return [
    what,
    andMost(long, (tally) => tally.met[0]!),
    andMost(lasting(TELLING_SECONDS), (tally) => tally.missed[0]!),
    overall(long, (tally) => tally.stated),
    overall(long, (tally) => tally.below + tally.above),
    (longest.reduce((sum, { looks }) => sum + looks, 0) / longest.length).toFixed(0),
    ...BOUNDS.slice(1).map((_, bound) => overall(longest, (tally) => tally.met[bound + 1]!)),
  ];
}

/** Loads in which an answer was given so much too often that chance does not explain it. */
export function beyondAim(rows: readonly Row[], tallies: readonly Tally[][]): string[] {
  return rows.flatMap(({ what, questions }, index) =>
    tallies[index]!.flatMap((tally, cell) =>
      (['met', 'missed'] as const).flatMap((said) => {
        const times = tally[said][0]!;
        // With some hundred loads, chance alone must not turn up in every table.
        if (chanceOfAtLeast(times, tally.runs, AIM) > 0.001) return [];
        const { seconds, rps } = questions[cell]!.world;
        return [
          `${said} in ${percent(times, tally.runs)}: ${what}, ${seconds} s of ${rps} requests/s`,
        ];
      }),
    ),
  );
}

function andMost(tallies: readonly Tally[], of: (tally: Tally) => number): string {
  const most = Math.max(...tallies.map((tally) => of(tally) / tally.runs));
  return `${overall(tallies, of)} (${percent(most, 1)})`;
}

function overall(tallies: readonly Tally[], of: (tally: Tally) => number): string {
  const sum = (value: (tally: Tally) => number) =>
    tallies.reduce((total, tally) => total + value(tally), 0);
  return percent(
    sum(of),
    sum(({ runs }) => runs),
  );
}

function percent(part: number, whole: number): string {
  const value = (100 * part) / whole;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
