/** Apache Otava's change points of the same series, from one Python process for all. */
import { spawnSync } from 'node:child_process';
import type { ChangePoint, ChangePointOptions } from '../../src/statistics/change-points.ts';
import { hasPythonModule, PEERS_PYTHON } from '../peers.ts';

export function hasOtava(): boolean {
  return hasPythonModule('otava');
}

/** @throws Error with what Python said when it fails */
export function askOtava(
  series: readonly (readonly number[])[],
  { window = 50, maxPValue = 0.001, minMagnitude = 0 }: Partial<ChangePointOptions>,
): ChangePoint[][] {
  const { status, stdout, stderr } = spawnSync(
    PEERS_PYTHON,
    [new URL('./ask-otava.py', import.meta.url).pathname],
    {
      input: JSON.stringify({ window, maxPValue, minMagnitude, series }),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  );
  if (status !== 0) throw new Error(`Apache Otava failed: ${stderr}`);
  return JSON.parse(stdout) as ChangePoint[][];
}
