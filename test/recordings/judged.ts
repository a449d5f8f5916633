/** A recording, replayed through the collector and judged: what is expected of it is kept beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { manifestSchema } from '../../src/record/manifest.ts';
import type { WholeRecording } from '../../src/recordings/recording.ts';
import { scaleproofSchema } from '../../src/scenario/schema.ts';
import { judge } from '../../src/verdict/judge.ts';
import { replayInVirtualTime } from './virtual-recording.ts';

export const EXPECTED_FILE = 'expected.json';

const expectedSchema = z.looseObject({ expect: z.record(z.string(), z.unknown()) });

const NOT_RECORDED = /NotRecordedException|does not play the operation/;

/** For a folder that has none yet. */
const DEFAULT_EXPECT = {
  scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 900 },
};

/** @returns the text of `expected.json`: what was asked, and what the verdict says */
export async function judged(folder: string, whole: WholeRecording): Promise<string> {
  const file = join(folder, EXPECTED_FILE);
  const { expect } = existsSync(file)
    ? expectedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    : { expect: DEFAULT_EXPECT };
  const aws = await replayInVirtualTime(whole);
  const { recording } = whole;
  const endedAtMs = recording.startedAtMs + recording.lengthMs;
  const settings = scaleproofSchema.parse({ watch: recording.watch, expect });
  const manifest = manifestSchema.parse({
    schemaVersion: 1,
    runId: 'recording',
    createdAtMs: recording.startedAtMs,
    scenario: {
      ...{ name: 'recording', system: 'none', environment: 'recorded', engine: 'artillery' },
      ...settings,
      replay: { seed: 1 },
    },
    loadFrom: 'elsewhere',
    end: { atMs: endedAtMs, how: 'completed', signal: null, message: 'Recorded.' },
  });
  const record = {
    directory: folder,
    manifest,
    load: [],
    aws,
    truth: [],
    workers: null,
    problems: [],
  };
  const verdict = judge(record);
  const gaps = aws.flatMap((event) =>
    event.type === 'gap' ? [`${event.api}: ${event.message}`] : [],
  );
  const told = {
    expect,
    status: verdict.status,
    checks: Object.fromEntries(
      verdict.checks
        .filter(({ status }) => status !== 'skipped')
        .map(({ id, status }) => [id, status]),
    ),
    scalingEvents: verdict.scalingEvents.map(
      ({ direction, fromInstances, toInstances, stages }) => ({
        ...{ direction, fromInstances, toInstances },
        // Whole seconds since the recording started.
        stages: Object.fromEntries(
          stages.map(({ id, status, atMs }) => [
            id,
            atMs === null ? status : Math.round((atMs - recording.startedAtMs) / 1_000),
          ]),
        ),
      }),
    ),
    findings: verdict.findings.map(({ code }) => code),
    notUnderstood: aws.flatMap((event) => (event.type === 'not-understood' ? [event.what] : [])),
    failedPolls: countsOf(gaps.filter((text) => !NOT_RECORDED.test(text))),
    // What a later collector asks, too.
    notRecorded: [
      ...new Set(gaps.filter((text) => NOT_RECORDED.test(text)).map((text) => text.split(':')[0])),
    ].toSorted(),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

function countsOf(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}
