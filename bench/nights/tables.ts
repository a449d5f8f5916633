/** What came of the nights, as Markdown. */
import { figures, table, words } from '../table.ts';
import { NOISE_KINDS } from './noise-kinds.ts';
import { type Answer, type Delays, NIGHTS_AFTER, NOISES, type Question, SIZES } from './trial.ts';

export interface Row extends Question {
  readonly answer: Answer;
}

/** More would be ignored before long. */
export const MOST_FALSE_ALARMS = 1;

export function alarmTable(rows: readonly Row[]): string {
  const cell = (of: (answer: Answer) => number) => (kind: number) =>
    NOISES.map((noise) => perThousand(answerTo(rows, kind, noise), of)).join(' · ');
  return table(
    [
      words('noise', (kind: number) => NOISE_KINDS[kind]!.name),
      figures(
        'false alarms',
        cell(({ alarms }) => alarms.ours),
      ),
      figures(
        "Otava's change points",
        cell(({ alarms }) => alarms.otava),
      ),
      figures(
        'nights told a regression',
        cell(({ red }) => red),
      ),
      figures(
        'nights in doubt',
        cell(({ doubts }) => doubts),
      ),
    ],
    NOISE_KINDS.map((_, kind) => kind),
  );
}

/** Kinds with more false alarms than aimed at, all sizes of noise together. */
export function tooManyAlarms(rows: readonly Row[]): string[] {
  return NOISE_KINDS.flatMap(({ name }, kind) => {
    const answers = NOISES.map((noise) => answerTo(rows, kind, noise));
    const alarms = answers.reduce((sum, answer) => sum + answer.alarms.ours, 0);
    const nights = answers.reduce((sum, { judged }) => sum + judged, 0);
    const rate = (alarms / nights) * 1_000;
    return rate > MOST_FALSE_ALARMS ? [`${name} (${rate.toFixed(2)})`] : [];
  });
}

export function delayTable(rows: readonly Row[], by: 'ours' | 'otava'): string {
  return table(
    [
      words('noise', ({ kind }: Row) => NOISE_KINDS[kind]!.name),
      figures('size of the noise', ({ noise }: Row) => percent(noise)),
      ...SIZES.map((size, index) =>
        figures(`${percent(size)} slower`, ({ answer }: Row) =>
          delayCell(answer.delays[index]![by]),
        ),
      ),
    ],
    rows,
  );
}

/** How far the first bad night named was off, over all kinds of noise. */
export function offTable(rows: readonly Row[]): string {
  return table(
    [
      words('size of the noise', (noise: number) => percent(noise)),
      ...SIZES.map((size, index) =>
        figures(`${percent(size)} slower`, (noise: number) =>
          offCell(
            rows.filter((row) => row.noise === noise).map(({ answer }) => answer.delays[index]!),
          ),
        ),
      ),
    ],
    NOISES,
  );
}

function delayCell(delays: Delays['ours']): string {
  const sorted = delays.map((delay) => delay ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const within = (nights: number) =>
    percent(sorted.filter((delay) => delay <= nights).length / sorted.length);
  const never = percent(sorted.filter((delay) => delay > NIGHTS_AFTER).length / sorted.length);
  return `${Number.isFinite(median) ? median : '–'} (${within(2)}, ${within(7)}, ${never})`;
}

function offCell(all: readonly Delays[]): string {
  const off = all.flatMap((delays) => delays.off);
  const within = (nights: number) => percent(off.filter((by) => by <= nights).length / off.length);
  return off.length === 0 ? '–' : `${within(0)}, ${within(1)}, ${within(3)}`;
}

function answerTo(rows: readonly Row[], kind: number, noise: number): Answer {
  return rows.find((row) => row.kind === kind && row.noise === noise)!.answer;
}

function perThousand(answer: Answer, of: (answer: Answer) => number): string {
  return ((of(answer) / answer.judged) * 1_000).toFixed(1);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
