/**
 * `npm run nights`: how often quiet nights raise a false alarm, and how soon a change is found, for several kinds of
 * noise. Writes its tables into docs/nightly.md.
 *
 * Takes about two minutes of two cores, and Apache Otava, where it is installed, some seconds more. `--series N` for each kind and size of noise, 60 if absent.
 */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { scaleproofVersion } from '../../src/record/versions.ts';
import { NOISE_KINDS } from './noise-kinds.ts';
import { checkedByOtava } from './otava-check.ts';
import {
  alarmTable,
  delayTable,
  MOST_FALSE_ALARMS,
  offTable,
  type Row,
  tooManyAlarms,
} from './tables.ts';
import { type Answer, CHANGE_AT, NIGHTS, NIGHTS_AFTER, NOISES, type Question } from './trial.ts';

const FILE = 'docs/nightly.md';
const MARKER = /(<!-- nights -->\n)[\s\S]*?(<!-- end of nights -->)/;

const { values } = parseArgs({ options: { series: { type: 'string', default: '60' } } });
const series = Number(values.series);
const startedMs = Date.now();

const questions = NOISE_KINDS.flatMap((_, kind) =>
  NOISES.map((noise): Question => ({ kind, noise, series })),
);
const rows = await askAll(questions);
const tooMany = tooManyAlarms(rows);
const day = new Date().toISOString().slice(0, 10);
const judged = rows.reduce((sum, { answer }) => sum + answer.judged, 0);
const text = [
  `${judged.toLocaleString('en')} nights without a change: ${series} series of ${NIGHTS} nights for each cell, judged night by night. Observed on ${day} with Scaleproof ${scaleproofVersion()}. ${checkedByOtava(questions)}`,
  '**False alarms in 1,000 nights**, with noise of 1 % · 3 % · 5 %:',
  alarmTable(rows),
  tooMany.length === 0
    ? `No kind has more than ${MOST_FALSE_ALARMS} false alarm in 1,000 nights, the three sizes of noise together.`
    : `More than ${MOST_FALSE_ALARMS} in 1,000 nights, the three sizes of noise together: ${tooMany.join('; ')}.`,
  `**Nights until a change is told**, ${series} series a cell, changed from night ${CHANGE_AT} on. The median, and in brackets the share told within 2 nights, within 7, and not within ${NIGHTS_AFTER}:`,
  delayTable(rows, 'ours'),
  `The same for Otava's change points alone, which need no second night and raise the false alarms above:`,
  delayTable(rows, 'otava'),
  '**The first bad night**, when first told: named exactly, within one night, within three:',
  offTable(rows),
].join('\n\n');

const document = readFileSync(FILE, 'utf8');
if (!MARKER.test(document)) throw new Error(`${FILE} has no <!-- nights --> markers`);
writeFileSync(
  FILE,
  document.replace(MARKER, (_, start, end) => `${start}\n${text}\n\n${end}`),
);
console.log(`${FILE}, after ${Math.round((Date.now() - startedMs) / 1_000)} s`);
if (tooMany.length > 0) process.exitCode = 1;

/** On every core, in the order asked. */
async function askAll(asked: readonly Question[]): Promise<Row[]> {
  const done: Row[] = [];
  let next = 0;
  const lane = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let index = next++; index < asked.length; index = next++) {
      worker.postMessage(asked[index]);
      const [answer] = await once(worker, 'message');
      done[index] = { ...asked[index]!, answer: answer as Answer };
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return done;
}
