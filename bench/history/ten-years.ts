/** A history of ten years of nights: the sample run again and again, with seeded noise and two changes. */
import { randomLcg, randomNormal } from 'd3-random';
import type { RunEntry } from '../../src/history/entry.ts';
import { addToHistory } from '../../src/history/history.ts';
import { runEntry } from '../../src/history/run-entry.ts';
import { readRun } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 0, 1, 2);
/** What the sample lacks: so that there are 25 metrics. */
const ADDED: RunEntry['metrics'] = {
  accuracy: { value: 0.963, low: 0.94, high: 0.985, n: 178 },
  'carried-rps': { value: 148, low: null, high: null, n: 12 },
  recovery: { value: 4.1, low: 3.1, high: 5.1, n: 2 },
};

/** @returns the runs it wrote; the last was 10 % slower from 40 nights before the end on */
export async function writeTenYears(file: string, nights = 3_650): Promise<number> {
  const record = await readRun('reports/sample');
  const sample = runEntry(record, judge(record));
  const random = randomLcg(0.42);
  const noise = randomNormal.source(random)(1, 0.03);
  const entries = Array.from({ length: nights }, (_, night): RunEntry => {
    const startedAtMs = FIRST_MS + night * DAY_MS;
    const slower = night >= nights - 40 ? 1.1 : 1;
    const roll = random();
    return {
      ...sample,
      startedAtMs,
      runId: `${new Date(startedAtMs).toISOString().replaceAll(':', '-')}-wine-local`,
      status: roll < 0.02 ? 'fail' : roll < 0.04 ? 'inconclusive' : 'pass',
      commit: Math.floor(random() * 2 ** 48)
        .toString(16)
        .padStart(12, '0')
        .repeat(4)
        .slice(0, 40),
      metrics: Object.fromEntries(
        Object.entries({ ...sample.metrics, ...ADDED }).map(([id, { value, low, high, n }]) => {
          const factor = noise() * (id.startsWith('latency') ? slower : 1);
          const short = (of: number | null) => of && Number((of * factor).toPrecision(6));
          return [id, { value: short(value)!, low: short(low), high: short(high), n }];
        }),
      ),
    };
  });
  addToHistory(file, entries);
  return entries.length;
}
