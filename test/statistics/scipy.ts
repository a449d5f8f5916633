/** What SciPy says of pairs of samples, from one Python process for all. */
import { spawnSync } from 'node:child_process';
import { hasPythonModule, PEERS_PYTHON } from '../peers.ts';

export interface Pair {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly method: 'exact' | 'normal';
  /** Whether the interval is compared as well: each one takes SciPy a test for each pair of values. */
  readonly invert: boolean;
}

export interface Answer {
  /** Null where SciPy has no exact test: ties, and a sample of one or too many permutations. */
  readonly u: number | null;
  readonly rankP: number | null;
  /** Null where SciPy has no exact test. */
  readonly spreadP: number | null;
  readonly distance: number;
  readonly distanceP: number;
  readonly interval: readonly [number, number] | null;
}

export function hasSciPy(): boolean {
  return hasPythonModule('scipy');
}

/** @throws Error with what Python said when it fails */
export function askSciPy(pairs: readonly Pair[]): Answer[] {
  const { stdout, stderr, status } = spawnSync(PEERS_PYTHON, ['test/statistics/two_samples.py'], {
    input: JSON.stringify(pairs),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`test/statistics/two_samples.py failed: ${stderr}`);
  return JSON.parse(stdout) as Answer[];
}
