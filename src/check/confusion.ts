/** Builds the confusion matrix of a check. */
import type { CheckReport, CheckResult } from './check-report.ts';

export type Confusion = CheckReport['confusion'];

/** With more labels than this, only those that occur get a row and a column. */
const SHOW_ALL_UP_TO = 12;

/** @param labels the dataset's, in order; any other expected or predicted labels follow */
export function confusionOf(results: readonly CheckResult[], labels: readonly string[]): Confusion {
  const compared = results.filter(
    ({ expected, outcome }) => expected !== null && outcome !== 'not-sent',
  );
  const seen = new Set(
    compared.flatMap(({ expected, predicted }) => [expected!, predicted ?? expected!]),
  );
  const own = labels.length > SHOW_ALL_UP_TO ? labels.filter((label) => seen.has(label)) : labels;
  const all = [...new Set([...own, ...seen])];
  const place = new Map(all.map((label, index) => [label, index]));
  const counts = all.map(() => all.map(() => 0));
  const unpredicted = all.map(() => 0);
  for (const { expected, predicted } of compared) {
    const row = place.get(expected!)!;
    if (predicted === null) unpredicted[row]! += 1;
    else counts[row]![place.get(predicted)!]! += 1;
  }
  return { labels: all, counts, unpredicted };
}

/** `virginica as versicolor 4 times, ...`, most frequent first. Empty without mistakes. */
export function nameMistakes({ labels, counts }: Confusion, limit = 3): string {
  const mistakes = counts
    .flatMap((row, expected) => row.map((times, predicted) => ({ expected, predicted, times })))
    .filter(({ expected, predicted, times }) => expected !== predicted && times > 0)
    .sort((one, other) => other.times - one.times);
  const named = mistakes
    .slice(0, limit)
    .map(
      ({ expected, predicted, times }) =>
        `${labels[expected]} as ${labels[predicted]} ${times === 1 ? 'once' : `${times} times`}`,
    );
  if (mistakes.length > limit) named.push('...');
  return named.join(', ');
}
