/** The share of correct predictions over the load. */
import { type Stretch, stretchesOf, stretchSeconds } from './stretches.ts';
import type { LoadPoint } from './timeline.ts';

export interface AccuracyOverTime {
  /** Length of each stretch. */
  readonly seconds: number;
  readonly stretches: readonly (Stretch & {
    readonly correct: number;
    readonly predictions: number;
    /** Null without a prediction. */
    readonly share: number | null;
  })[];
}

/** With fewer, a single wrong one looks like a fall. */
const ENOUGH = 100;
const LENGTHS_SECONDS = [1, 2, 5, 10, 15, 30, 60];

/** In stretches as short as still hold about a hundred predictions each. @returns null without any */
export function accuracyOverTime(load: readonly LoadPoint[]): AccuracyOverTime | null {
  const all = counted(load);
  const answered = load.filter((point) => counted([point]).predictions > 0).length;
  if (all.predictions === 0) return null;
  const least = stretchSeconds(load);
  const wanted = (ENOUGH * answered) / all.predictions;
  const seconds = LENGTHS_SECONDS.find((length) => length >= Math.max(least, wanted));
  const length = seconds ?? Math.max(least, LENGTHS_SECONDS.at(-1)!);
  const stretches = stretchesOf(load, length).map((stretch) => {
    const { correct, predictions } = counted(stretch.points);
    const share = predictions === 0 ? null : correct / predictions;
    return { ...stretch, correct, predictions, share };
  });
  return { seconds: length, stretches };
}

function counted(points: readonly LoadPoint[]): { correct: number; predictions: number } {
  let [correct, wrong] = [0, 0];
  for (const { outcomes } of points) {
    correct += outcomes.correct ?? 0;
    wrong += outcomes.wrong ?? 0;
  }
  return { correct, predictions: correct + wrong };
}
