/** Chooses the points that belong on one curve, and says of the others why they do not. */
import { UserError } from '../input/user-error.ts';
import { CURVE_KEY_PARTS, type CurveKey, type CurvePoint, type Told } from './points.ts';

export interface Chosen {
  /** That of the newest run; null without any point. */
  readonly key: CurveKey | null;
  /** By count, then rate. */
  readonly points: readonly CurvePoint[];
  /** One sentence for each run left out. */
  readonly leftOut: readonly string[];
}

export interface ChooseOptions {
  /** Parts of the key in which points may differ. */
  readonly across: readonly (keyof CurveKey)[];
  /** Whether the user named the runs: then those that differ are an error, not left out. */
  readonly named: boolean;
}

/** @throws UserError when named runs differ in a part that is not among `across` */
export function chooseLike(all: readonly Told[], { across, named }: ChooseOptions): Chosen {
  const byId = new Map(all.map((one) => [one.runId, one]));
  const runs = [...byId.values()].toSorted((left, right) => right.startedAtMs - left.startedAtMs);
  const telling = runs.filter(({ points }) => points.length > 0);
  const silent = runs.flatMap(({ leftOut }) => leftOut ?? []);
  const [newest, ...others] = telling;
  if (newest === undefined) return { key: null, points: [], leftOut: silent };
  const differing = others.flatMap((run) => {
    const parts = CURVE_KEY_PARTS.filter(
      (part) => !across.includes(part) && run.key[part] !== newest.key[part],
    );
    return parts.length === 0 ? [] : [{ run, parts }];
  });
  const [first] = differing;
  if (named && first !== undefined) {
    throw new UserError(
      `${newest.runId} and ${first.run.runId} differ in ${inWords(newest.key, first.run.key, first.parts)}; name runs that agree, or add ${first.parts.map((part) => `--across ${part}`).join(' ')}.`,
    );
  }
  const apart = new Set(differing.map(({ run }) => run));
  return {
    key: newest.key,
    points: telling
      .filter((run) => !apart.has(run))
      .flatMap(({ points }) => points)
      .toSorted((left, right) => left.instances - right.instances || left.rps - right.rps),
    leftOut: [
      ...differing.map(
        ({ run, parts }) =>
          `${run.runId} is left out: it differs from the newest run in ${inWords(newest.key, run.key, parts)}.`,
      ),
      ...silent,
    ],
  };
}

function inWords(one: CurveKey, other: CurveKey, parts: readonly (keyof CurveKey)[]): string {
  return parts.map((part) => `${part} (${one[part]} and ${other[part]})`).join(', ');
}
