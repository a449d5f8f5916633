/** Records the stand-in, in virtual time, into test/recordings/: until there are recordings of AWS. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { scaleproofVersion } from '../src/record/versions.ts';
import { leftovers } from '../src/recordings/leftovers.ts';
import { linesOf } from '../src/recordings/write-recording.ts';
import type { LabRun } from '../test/matrix/lab-scenario.ts';
import { recordInVirtualTime } from '../test/recordings/virtual-recording.ts';

const PHASES = [
  { name: 'ramp', durationSeconds: 300, startRps: 1, endRps: 28.5 },
  { name: 'hold', durationSeconds: 900, startRps: 28.5, endRps: 28.5 },
];
/** Often enough to see the stages, seldom enough to stay small. */
const POLLS = { pollSeconds: 10, metricPollSeconds: 30 };

const RECORDINGS: Readonly<Record<string, { readonly note: string; readonly run: LabRun }>> = {
  'stand-in-scale-out': {
    note: 'From the stand-in, not from AWS: the wine scenario at a twentieth of its rate scales out.',
    run: {
      system: 'wine',
      phases: PHASES,
      scaleproof: { watch: { endpointName: 'wine-xgboost', functionName: 'wine', ...POLLS } },
    },
  },
  'stand-in-enhanced-metrics': {
    note: 'From the stand-in, not from AWS: enhanced metrics every 10 s, so each instance by itself.',
    run: {
      system: 'wine',
      phases: PHASES,
      scaleproof: {
        // Three times as many metrics at six times the datapoints: asked less often.
        watch: { endpointName: 'wine-xgboost', ...POLLS, metricPollSeconds: 120 },
        standIn: { metrics: { enhanced: true, publishSeconds: 10 } },
      },
    },
  },
};

for (const [name, { note, run }] of Object.entries(RECORDINGS)) {
  const { whole, names } = await recordInVirtualTime(run);
  const lines = linesOf(whole.exchanges);
  const left = leftovers(lines, names);
  if (left.length > 0) throw new Error(`${name}: left in it are ${left.join(', ')}`);
  const folder = join('test/recordings', name);
  mkdirSync(folder, { recursive: true });
  const recording = { ...whole.recording, scaleproof: scaleproofVersion(), note };
  writeFileSync(join(folder, 'recording.json'), `${JSON.stringify(recording, null, 2)}\n`);
  const zipped = gzipSync(lines, { level: 9 });
  writeFileSync(join(folder, 'answers.ndjson.gz'), zipped);
  console.log(`${folder}: ${lines.length} bytes, ${zipped.length} gzipped`);
}
