/** A load sent by several processes of one machine: what a distributed load does elsewhere, to be tried here. */
import { delimiter, join, resolve } from 'node:path';
import { shellWord } from '../format/shell-word.ts';
import { artilleryBinary, ENGINES, toArtilleryScript } from '../load/artillery.ts';
import { findK6 } from '../load/k6/find.ts';
import { k6Run } from '../load/k6/k6.ts';
import type { Distribution } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { SAMPLES_FOLDER } from './load-steps.ts';
import type { TextFile } from './prepared.ts';

/** For a POSIX shell: starts every worker, and fails if any of them does. */
export const START_SCRIPT = 'start.sh';

/**
 * Artillery takes seconds to load, and longer when as many start at once as there are workers. All begin at one
 * moment, so it must come after the last is ready.
 */
export function secondsToStart(workers: number): number {
  return 15 + 4 * workers;
}

/** @param folder of the distribution. @throws UserError when the engine is not installed */
export async function filesForProcesses(
  scenario: ResolvedScenario,
  distribution: Distribution,
  folder: string,
  startInSeconds: number,
): Promise<TextFile[]> {
  const script =
    distribution.engine === 'k6'
      ? await k6Script(scenario, distribution)
      : artilleryScript(scenario, distribution, resolve(folder));
  const numbers = Array.from({ length: distribution.workers }, (_, index) => index + 1).join(' ');
  return [
    script.file,
    {
      path: START_SCRIPT,
      text: `${HEADER}
cd "$(dirname "$0")" || exit 1
mkdir -p ${SAMPLES_FOLDER}
[ -n "$SCALEPROOF_START_AT" ] || SCALEPROOF_START_AT=$(( ($(date +%s) + ${Math.ceil(startInSeconds)}) * 1000 ))
export SCALEPROOF_START_AT${script.exports}
[ $# -gt 0 ] || set -- ${numbers}
for worker; do
  for left in ${SAMPLES_FOLDER}/$(printf 'worker-%04d' "$worker")*; do
    [ -e "$left" ] || continue
    echo "$PWD/$left is there already; prepare each load anew with scaleproof distribute." >&2
    exit 1
  done
done
pids=
for worker; do
  SCALEPROOF_WORKER=$worker ${script.command} > "worker-$worker.log" 2>&1 &
  echo $! > "worker-$worker.pid"
  pids="$pids $!"
done
trap 'kill $pids 2>/dev/null' INT TERM
code=0
for pid in $pids; do
  wait "$pid" || code=$?
done
[ $code -eq 0 ] || echo "A worker failed (exit code $code); see the logs in $PWD." >&2
exit $code
`,
    },
  ];
}

const HEADER = `#!/bin/sh
# Starts the workers of a distributed load on this machine, all to begin at one moment, and waits for them.
# With arguments, only the workers of these numbers. SCALEPROOF_START_AT, in epoch milliseconds, sets the moment.`;

const ARTILLERY_SCRIPT = 'artillery-script.json';

interface Script {
  readonly file: TextFile;
  /** To be run for each $worker. */
  readonly command: string;
  readonly exports: string;
}

function artilleryScript(
  scenario: ResolvedScenario,
  distribution: Distribution,
  folder: string,
): Script {
  const own = { ...distribution, samples: join(folder, distribution.samples) };
  const text = `${JSON.stringify(toArtilleryScript(scenario, own), null, 2)}\n`;
  const command = [process.execPath, artilleryBinary(), 'run', '--quiet', ARTILLERY_SCRIPT];
  return {
    file: { path: ARTILLERY_SCRIPT, text },
    command: command.map(shellWord).join(' '),
    exports: `
export ARTILLERY_DISABLE_TELEMETRY=true NODE_PATH=${shellWord(ENGINES)}"${delimiter}$NODE_PATH"`,
  };
}

async function k6Script(scenario: ResolvedScenario, distribution: Distribution): Promise<Script> {
  const { binary } = findK6(process.env);
  // Here, because esbuild takes a while to load.
  const { bundleK6 } = await import('./k6-bundle.ts');
  const { workers } = distribution;
  const points = Array.from({ length: workers + 1 }, (_, index) => `${index}/${workers}`);
  const sequence = points
    .join(',')
    .replace(/^0\/\d+/, '0')
    .replace(/(\d+)\/\1$/, '1');
  return {
    file: { path: 'replay.js', text: await bundleK6(scenario, distribution) },
    command: [
      ...[binary, ...k6Run(scenario)].map(shellWord),
      `"--execution-segment=$((worker - 1))/${workers}:$worker/${workers}"`,
      `--execution-segment-sequence=${sequence}`,
      '-e SCALEPROOF_START_AT="$SCALEPROOF_START_AT"',
      `"--out=json=${SAMPLES_FOLDER}/$(printf 'worker-%04d' "$worker").json.gz"`,
      'replay.js',
    ].join(' '),
    exports: '',
  };
}
