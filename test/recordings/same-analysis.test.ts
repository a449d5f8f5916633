import { expect, test } from 'vitest';
import type { RunRecord } from '../../src/record/read.ts';
import { leftovers } from '../../src/recordings/leftovers.ts';
import { linesOf } from '../../src/recordings/write-recording.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { LabRun } from '../matrix/lab-scenario.ts';
import { recordInVirtualTime, replayInVirtualTime } from './virtual-recording.ts';

const RUNS: Readonly<Record<string, LabRun>> = {
  'a healthy run': {},
  'an AWS that throttles and answers in part': {
    scaleproof: { standIn: { faults: { apis: { throttledShare: 0.2, partialShare: 0.1 } } } },
  },
};

/** Between two looks at the endpoint. */
const POLL_MS = 5_100;

test.each(Object.entries(RUNS))(
  '%s: the replayed recording is judged as the run was',
  async (_, run) => {
    const { record, whole, names } = await recordInVirtualTime(run);
    expect(leftovers(linesOf(whole.exchanges), names)).toEqual([]);

    const { startedAtMs } = whole.recording;
    const loadEnds = record.aws.find(
      (event) => event.type === 'collector' && event.state === 'load-ended',
    );
    const aws = await replayInVirtualTime(whole, (loadEnds as { atMs: number }).atMs - startedAtMs);

    const before = judge(record);
    const after = judge({ ...record, aws } satisfies RunRecord);
    expect(figuresOf(after)).toEqual(figuresOf(before));
    const timesOf = ({ scalingEvents }: typeof before) =>
      scalingEvents.flatMap(({ stages }) => stages.map(({ atMs }) => atMs ?? 0));
    for (const [index, atMs] of timesOf(after).entries()) {
      // A change is seen at a poll, which may be the next one.
      expect(Math.abs(atMs - timesOf(before)[index]!)).toBeLessThanOrEqual(POLL_MS);
    }
  },
);

function figuresOf(verdict: ReturnType<typeof judge>) {
  return {
    status: verdict.status,
    checks: verdict.checks.map(({ id, status }) => `${id} ${status}`),
    findings: verdict.findings.map(({ code }) => code),
    events: verdict.scalingEvents.map(({ direction, fromInstances, toInstances, stages }) => ({
      ...{ direction, fromInstances, toInstances },
      stages: stages.map(({ id }) => id),
    })),
    instances: verdict.instances,
  };
}
