import { describe, expect, it } from 'vitest';
import { awsEventSchema } from '../../../src/record/aws-events.ts';
import type { OutcomeCounts } from '../../../src/record/load-events.ts';
import { loadEventSchema } from '../../../src/record/load-events.ts';
import { parseLines, type RunRecord } from '../../../src/record/read.ts';
import { type Asked, right, withAnswers, wrong } from '../answer-lines.ts';
import { gap, type Knobs, SCALE_OUT, syntheticRun, T0 } from '../synthetic-run.ts';
import { findingOf, notesOf, problemsOf } from './codes.ts';

const mostly = (share: number, bad: keyof OutcomeCounts) => (sent: number) => ({
  correct: sent - Math.round(sent * share),
  [bad]: Math.round(sent * share),
});
const when =
  (bad: (second: number) => boolean, share: number, how: keyof OutcomeCounts): Knobs['outcomes'] =>
  (second, sent) =>
    bad(second) ? mostly(share, how)(sent) : { correct: sent };

const metric =
  (name: string, change: (value: number, start: number) => number | null): Knobs['metric'] =>
  (one, start, value) =>
    one === name ? change(value, start) : value;

const neverOverloaded: Partial<Knobs> = {
  latencyMs: () => 20,
  serviceTimeMs: () => 19,
  inFlight: (_, sent) => Math.round(sent * 0.019),
};

describe('what callers felt', () => {
  it.each<[string, Partial<Knobs>, string[]]>([
    [
      'latency that stays high',
      {
        latencyMs: (second) => (second < 21 ? 20 : 800),
        serviceTimeMs: (second) => (second < 21 ? 19 : 799),
        inFlight: (second, sent) => Math.round(sent * (second < 21 ? 0.019 : 0.799)),
      },
      ['latency-not-recovered'],
    ],
    [
      'errors while updating',
      { outcomes: when((second) => second >= 42 && second < 64, 0.1, 'server-error') },
      ['errors-while-updating'],
    ],
    [
      'errors of the overload, before and while updating alike',
      { outcomes: when((second) => second >= 21 && second < 66, 0.1, 'server-error') },
      [],
    ],
    [
      'one instance of three that fails',
      { outcomes: when((second) => second >= 65, 1 / 3, 'server-error') },
      ['uneven-instances'],
    ],
    [
      'one instance of three that is slow',
      {
        slowShare: (second) => (second >= 65 ? 1 / 3 : 0),
        inFlight: (second, sent) =>
          Math.round(sent * (second < 21 ? 0.019 : second < 66 ? 0.799 : 0.044)),
      },
      ['uneven-instances'],
    ],
    [
      'one instance of three that fails at times',
      { outcomes: when((second) => second >= 65, 0.1, 'server-error') },
      ['uneven-instances'],
    ],
    [
      'more errors than one instance of three could make',
      { outcomes: when((second) => second >= 65, 0.5, 'server-error') },
      [],
    ],
    [
      'errors that began long after the instances came',
      { outcomes: when((second) => second >= 120, 0.1, 'server-error') },
      [],
    ],
    [
      'one instance of three that is slow at times',
      {
        ...neverOverloaded,
        slowShare: (second) => (second >= 65 ? 0.15 : 0),
        inFlight: (second, sent) => Math.round(sent * (second < 65 ? 0.019 : 0.0304)),
      },
      ['uneven-instances'],
    ],
    [
      'instances that are all slow',
      {
        ...neverOverloaded,
        latencyMs: (second) => (second < 65 ? 20 : 40),
        serviceTimeMs: (second) => (second < 65 ? 19 : 39),
        inFlight: (second, sent) => Math.round(sent * (second < 65 ? 0.019 : 0.039)),
      },
      [],
    ],
    [
      'a queue that outgrows what callers wait, until instances come',
      {
        latencyMs: (second) => (second < 21 || second >= 66 ? 20 : 9_000),
        serviceTimeMs: (second) => (second < 21 || second >= 66 ? 19 : 8_999),
        outcomes: (second, sent) =>
          second < 50 || second >= 66 ? { correct: sent } : { timeout: sent },
        inFlight: (second, sent) => Math.round(sent * (second < 21 || second >= 66 ? 0.019 : 9)),
      },
      [],
    ],
    [
      'throttles while updating, by what stands before the endpoint',
      { outcomes: when((second) => second >= 42 && second < 64, 0.1, 'throttled') },
      [],
    ],
    [
      'a stall',
      { outcomes: (second, sent) => (second >= 100 && second < 106 ? {} : { correct: sent }) },
      ['target-stalled'],
    ],
    [
      'a stall of a second',
      { outcomes: (second, sent) => (second === 100 ? {} : { correct: sent }) },
      [],
    ],
    [
      'labels that changed places',
      { outcomes: (_, sent) => mostly(0.7, 'wrong')(sent) },
      ['wrong-predictions'],
    ],
    [
      'a new instance with another model',
      { outcomes: when((second) => second >= 65, 0.08, 'wrong') },
      ['accuracy-fell-while-scaling'],
    ],
    [
      'a throttled function',
      {
        outcomes: when((second) => second >= 21, 0.05, 'throttled'),
        metric: (name, start, value) =>
          start < 20 || start >= 180
            ? value
            : name === 'lambda/Throttles'
              ? 250
              : name === 'lambda/Invocations' || name.startsWith('sagemaker/Invocations')
                ? value * 0.95
                : value,
      },
      ['function-throttled'],
    ],
    [
      'a throttling gateway',
      {
        outcomes: when((second) => second >= 21, 0.05, 'throttled'),
        metric: (name, start, value) =>
          start < 20 || start >= 180
            ? value
            : name === 'api-gateway/4XXError'
              ? 250
              : name.startsWith('api-gateway')
                ? value
                : name.includes('Concurrent')
                  ? value
                  : value * 0.95,
      },
      ['gateway-throttled'],
    ],
    [
      'a throttling serverless endpoint',
      {
        expect: {},
        serverless: { maxConcurrency: 50, memoryMb: 2_048 },
        outcomes: when((second) => second >= 21, 0.05, 'throttled'),
        metric: metric('sagemaker/Invocation4XXErrors', (value, start) =>
          start >= 20 && start < 180 ? 250 : value,
        ),
      },
      ['endpoint-throttled'],
    ],
  ])('%s', (_what, knobs, problems) => {
    expect(problemsOf(syntheticRun(knobs))).toEqual(problems);
  });

  describe('where rows are told apart', () => {
    const fell = when((second) => second >= 65, 0.08, 'wrong');
    const rowsOf = (answer: (row: number, second: number, n: number) => Asked) =>
      withAnswers(syntheticRun({ outcomes: fell }), 178, answer);

    it('a fall shows in rows, too', () => {
      const run = rowsOf((row, second, n) =>
        second >= 65 && row <= 43 && n % 3 === 0 ? wrong('2') : right('1'),
      );
      expect(problemsOf(run)).toEqual(['accuracy-fell-while-scaling']);
    });

    it('rows that are harder and were drawn later are no fall', () => {
      // As many are wrong, but each row is answered as before.
      const run = rowsOf((row) => (row <= 10 ? wrong('2') : right('1')));
      expect(problemsOf(run)).toEqual([]);
    });

    it('a fall of few rows may be chance', () => {
      const run = rowsOf((row, second) => (second >= 65 && row <= 2 ? wrong('2') : right('1')));
      expect(problemsOf(run)).toEqual([]);
    });

    it('what is right often enough of the rows is no wrong prediction', () => {
      const outcomes: Knobs['outcomes'] = (_, sent) => mostly(0.3, 'wrong')(sent);
      const run = withAnswers(syntheticRun({ outcomes }), 178, () => right('1'));
      expect(problemsOf(run)).toEqual([]);
    });
  });

  it('spilled over is a note', () => {
    const run = syntheticRun({
      metric: metric('lambda/ProvisionedConcurrencySpilloverInvocations', () => 3),
    });
    expect(notesOf(run)).toContain('spilled-over');
  });

  it('throttled a few times within what is allowed is a note', () => {
    const run = syntheticRun({
      expect: { throttles: { maxShare: 0.01 } },
      metric: metric('lambda/Throttles', (value, start) => (start === 50 ? 2 : value)),
    });
    expect(problemsOf(run)).toEqual([]);
    expect(notesOf(run)).toContain('function-throttled');
  });
});

describe('counts that differ', () => {
  const fewer =
    (...names: string[]): Knobs['metric'] =>
    (name, _start, value) =>
      names.includes(name) ? value * 0.9 : value;

  it.each<[string, Knobs['metric'], string]>([
    [
      'before the gateway',
      fewer('api-gateway/Count', 'lambda/Invocations', 'sagemaker/Invocations'),
      'API Gateway',
    ],
    ['before the function', fewer('lambda/Invocations', 'sagemaker/Invocations'), 'Lambda'],
    ['before the endpoint', fewer('sagemaker/Invocations'), 'SageMaker'],
  ])('%s name the hop', (_what, change, hop) => {
    const run = syntheticRun({ metric: change });
    expect(problemsOf(run)).toEqual(['counts-differ']);
    expect(findingOf(run, 'counts-differ')).toMatchObject({
      value: { value: -16_200, unit: 'requests' },
    });
    expect(findingOf(run, 'counts-differ')?.message).toMatch(new RegExp(`^${hop} counted`));
  });

  it('for retries are told as more', () => {
    const run = syntheticRun({ metric: metric('sagemaker/Invocations', (value) => value * 1.1) });
    expect(findingOf(run, 'counts-differ')).toMatchObject({
      value: { value: 16_200, unit: 'requests' },
    });
  });

  it('by what falls over the edge of a period are let be', () => {
    const change = metric('sagemaker/Invocations', (value, start) =>
      start === 50 ? value - 20 : value,
    );
    expect(problemsOf(syntheticRun({ metric: change }))).toEqual([]);
  });

  it('by a hop with a period missing are let be: the missing period is what is told', () => {
    const change = metric('sagemaker/Invocations', (value, start) =>
      start === 50 ? null : value * 0.9,
    );
    expect(problemsOf(syntheticRun({ metric: change }))).toEqual(['metrics-missing']);
  });

  it('by requests that failed on the way are let be', () => {
    const run = syntheticRun({
      outcomes: (_, sent) => mostly(0.1, 'server-error')(sent),
      metric: fewer('sagemaker/Invocations'),
    });
    expect(problemsOf(run)).not.toContain('counts-differ');
  });
});

describe('the measuring', () => {
  it.each<[string, Partial<Knobs>, string[]]>([
    ['late datapoints', { publishDelaySeconds: 40 }, ['metrics-late']],
    [
      'holes in the tracked metric',
      {
        metric: metric('sagemaker/InvocationsPerInstance', (value, start) =>
          start === 100 || start === 105 ? null : value,
        ),
      },
      ['metrics-missing'],
    ],
    [
      'no datapoint of the latency of the model',
      { metric: metric('sagemaker/ModelLatency', () => null) },
      ['metrics-missing'],
    ],
    [
      'no datapoint of requests where none was answered',
      {
        outcomes: (_, sent) => ({ 'client-error': sent }),
        metric: metric('sagemaker/ModelLatency', () => null),
      },
      [],
    ],
    [
      'no datapoint of the tracked metric at all',
      { metric: metric('sagemaker/InvocationsPerInstance', () => null) },
      ['metrics-missing'],
    ],
    [
      'holes while CloudWatch did not answer',
      {
        metric: metric('sagemaker/InvocationsPerInstance', (value, start) =>
          start === 100 ? null : value,
        ),
        extra: [gap('GetMetricData', 100, 110)],
      },
      [],
    ],
    ['a clock 90 s ahead', { offsetMs: 90_000 }, ['clock-skewed']],
    ['a clock 90 s behind', { offsetMs: -90_000 }, ['clock-skewed']],
    ['a clock 3 s ahead', { offsetMs: 3_000 }, []],
    ['a late generator', { lagMs: (second) => (second > 100 ? 300 : 1) }, ['generator-overloaded']],
    ['a wrong count in flight', { inFlight: () => 400 }, ['littles-law-violated']],
  ])('%s', (_what, knobs, problems) => {
    expect(problemsOf(syntheticRun(knobs))).toEqual(problems);
  });

  it('lets a second that straddles the end of a period prove nothing of it', () => {
    const run = syntheticRun({
      outcomes: when((second) => second >= 99 && second < 104, 1, 'network'),
      metric: (_name, start, value) => (start === 100 ? null : value),
    });
    const halfASecondEarlier = run.aws.map((event) =>
      event.type === 'datapoint' ? { ...event, timestampMs: event.timestampMs - 500 } : event,
    );
    expect(problemsOf({ ...run, aws: halfASecondEarlier })).not.toContain('metrics-missing');
  });

  it('calls no datapoint missing of a time in which no connection was taken', () => {
    const refused: Partial<Knobs> = {
      outcomes: when((second) => second >= 100 && second < 105, 1, 'network'),
      metric: (_name, start, value) => (start === 100 ? null : value),
    };
    expect(problemsOf(syntheticRun(refused))).not.toContain('metrics-missing');
    const answered = { ...refused, outcomes: (_: number, sent: number) => ({ correct: sent }) };
    expect(problemsOf(syntheticRun(answered))).toContain('metrics-missing');
  });

  it('of a clock that is a little off is a note', () => {
    expect(notesOf(syntheticRun({ offsetMs: 3_000 }))).toContain('clock-skewed');
  });
});

describe('the evidence', () => {
  it('is the first few lines of the files that show it', () => {
    const { record, awsLines } = readBack(
      syntheticRun({ steps: [{ ...SCALE_OUT, inServiceAt: 110 }] }),
    );
    const [evidence] = findingOf(record, 'slow-provisioning')!.evidence;
    expect(evidence).toMatchObject({ file: 'aws.ndjson' });
    expect(evidence!.lines).toHaveLength(5);
    const shown = evidence!.lines.map((line) => JSON.parse(awsLines[line - 1]!));
    expect(shown.every((event) => event.status === 'Updating')).toBe(true);
  });

  it('of a second of load is the sample of that second', () => {
    const { record, loadLines } = readBack(
      syntheticRun({
        outcomes: (second, sent) => (second >= 100 && second < 106 ? {} : { correct: sent }),
      }),
    );
    const [evidence] = findingOf(record, 'target-stalled')!.evidence;
    expect(evidence!.file).toBe('load.ndjson');
    const shown = evidence!.lines.map((line) => JSON.parse(loadLines[line - 1]!));
    expect(shown.every((event) => event.startMs >= T0 + 100_000)).toBe(true);
  });
});

/** The run as it is read from its files: each event knows its line. */
function readBack(record: RunRecord) {
  const awsLines = record.aws.map((event) => JSON.stringify(event));
  const loadLines = record.load.map((event) => JSON.stringify(event));
  const aws = parseLines(awsLines.join('\n'), awsEventSchema).events;
  const load = parseLines(loadLines.join('\n'), loadEventSchema).events;
  return { record: { ...record, aws, load }, awsLines, loadLines };
}
