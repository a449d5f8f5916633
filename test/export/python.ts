/** Runs a few lines of Python on a text, and gives back what they printed as JSON. */
import { spawnSync } from 'node:child_process';
import { PEERS_PYTHON } from '../peers.ts';

/** @param script reads `sys.stdin.buffer`, prints JSON. @throws with Python's own words */
export function python<T>(script: string, input: string | Uint8Array): T {
  const { status, stdout, stderr } = spawnSync(
    PEERS_PYTHON,
    ['-c', `import json, sys\n${script}`],
    {
      input,
      encoding: 'utf8',
      maxBuffer: 1e9,
      env: { ...process.env, PYTHONUTF8: '1' },
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
