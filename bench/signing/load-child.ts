/** The process that sends one load, so that its CPU time covers only the load. */
import { openSigning } from '../../src/aws/request-signing.ts';
import { chooseRow } from '../../src/dataset/choose.ts';
import { buildPlan } from '../../src/load/plan.ts';
import { Replay } from '../../src/load/replay/replay.ts';
import type { LoadEnd } from '../../src/record/load-events.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import type { LoadOrder, LoadResult } from './load-run.ts';
import { CODEC, CREDENTIALS, distinctRequests, REGION } from './requests.ts';

process.once('message', async ({ origin, isSigned, rps, seconds }: LoadOrder) => {
  const drawn = distinctRequests(Number.POSITIVE_INFINITY);
  const way = isSigned ? 'sagemaker' : 'http';
  const signing = await openSigning({ way, origin, region: REGION }, async () => CREDENTIALS);
  const lag = new DurationSketch();
  let end: LoadEnd | null = null;
  const replay = new Replay({
    plan: buildPlan([{ name: 'hold', durationSeconds: seconds, startRps: rps, endRps: rps }]),
    worker: 1,
    totalWorkers: 1,
    codec: CODEC,
    draw(index) {
      const { row, request } = drawn[chooseRow(1, index, drawn.length)]!;
      return { row, request: signing.sign(request) };
    },
    origin,
    timeoutMs: 10_000,
    maxConnections: 4_096,
    onEvent(event) {
      if (event.type === 'sample') lag.merge(DurationSketch.fromLine(event.lagMs));
      if (event.type === 'end') end = event;
    },
  });
  const before = process.cpuUsage();
  await replay.run();
  const { user, system } = process.cpuUsage(before);
  signing.close();
  const { sent, outcomes } = end!;
  const result: LoadResult = {
    sent,
    correct: (outcomes.correct ?? 0) + (outcomes.wrong ?? 0),
    lagP99Ms: lag.quantile(0.99)!,
    cpuShare: (user + system) / 1_000_000 / seconds,
  };
  process.send!(result);
  process.disconnect();
});
