import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, describe, expect, test } from 'vitest';
import { figuresOf, scaled } from '../../src/planner/traffic.ts';
import { readCloudWatchTraffic } from '../../src/planner/traffic-cloudwatch.ts';
import { readTrafficCsv } from '../../src/planner/traffic-csv.ts';
import { SHAPES, shapedTraffic } from '../../src/planner/traffic-shapes.ts';
import { watchSchema } from '../../src/scenario/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'traffic-'));
afterAll(() => rmSync(folder, { recursive: true }));

function csv(...rows: string[]) {
  const file = join(folder, 't.csv');
  writeFileSync(file, ['time,requests per second', ...rows, ''].join('\n'));
  return readTrafficCsv(file);
}

describe('a CSV file', () => {
  test('is rates that hold until the next row, the last as long as the others', () => {
    const { phases, startMs } = csv(
      '2026-11-01T10:00:00+01:00,5',
      '2026-11-01T10:05:00+01:00,7.5',
      '2026-11-01T10:10:00+01:00,0',
    );
    expect(startMs).toBe(Date.UTC(2026, 10, 1, 9));
    expect(
      phases.map(({ durationSeconds, startRps, endRps }) => [durationSeconds, startRps, endRps]),
    ).toEqual([
      [300, 5, 5],
      [300, 7.5, 7.5],
      [300, 0, 0],
    ]);
  });

  test.each([
    ['epoch seconds', '1793523600', '1793523660'],
    ['epoch milliseconds', '1793523600000', '1793523660000'],
    ['a space for the T', '2026-11-01 09:00:00Z', '2026-11-01 09:01:00Z'],
    ['no seconds', '2026-11-01T09:00Z', '2026-11-01T09:01Z'],
    ['an offset without a colon', '2026-11-01T10:00:00+0100', '2026-11-01T10:01:00+0100'],
  ])('takes %s', (_, first, second) => {
    expect(csv(`${first},1`, `${second},2`)).toMatchObject({
      startMs: Date.UTC(2026, 10, 1, 9),
      counts: 'counted',
      timeCompression: 1,
    });
  });

  test('begins within a minute with what is missing of it', () => {
    const { startMs, phases } = csv('2026-11-01T09:00:20Z,1', '2026-11-01T09:00:40Z,2');
    expect(startMs).toBe(Date.UTC(2026, 10, 1, 9));
    expect(phases[0]).toMatchObject({ durationSeconds: 20, startRps: 0, endRps: 0 });
  });

  test('says that long rows hide bursts', () => {
    expect(csv('2026-11-01T09:00Z,1', '2026-11-01T10:00Z,2').caveats.join()).toMatch(
      /has a row every 60 minutes: bursts shorter than that are not in it/,
    );
  });
});

describe('shapes', () => {
  test.each(SHAPES)('%s has whole days between base and peak', (shape) => {
    const traffic = shapedTraffic(shape, { baseRps: 20, peakRps: 300, days: 3, riseSeconds: 600 });
    const { wallSeconds, peakRps, meanRps, firstRps } = figuresOf(traffic);
    expect(wallSeconds).toBeCloseTo(3 * 86_400, 6);
    expect(peakRps).toBeCloseTo(300, 6);
    expect(meanRps).toBeGreaterThan(20);
    expect(meanRps).toBeLessThan(300);
    expect(firstRps).toBeGreaterThanOrEqual(20);
  });

  test('twice the forecast is twice the requests', () => {
    const traffic = shapedTraffic('daily', {
      baseRps: 20,
      peakRps: 300,
      days: 1,
      riseSeconds: 600,
    });
    const twice = figuresOf(scaled(traffic, 2));
    expect(twice.requests / figuresOf(traffic).requests).toBeCloseTo(2, 5);
    expect(twice.peakRps).toBeCloseTo(600, 6);
  });
});

const NOW = Date.UTC(2026, 10, 22, 12, 0, 30);
const WATCH = watchSchema.parse({ endpointName: 'wine' });

/** Answers GetMetricData with these counts, by minutes before the last one that is over. */
function cloudWatch(counts: ReadonlyMap<number, number>, status = 'Complete') {
  const asked: { Period: number; StartTime: Date; EndTime: Date }[] = [];
  const send = async ({ input }: { input: Record<string, never> }) => {
    const { MetricDataQueries, StartTime, EndTime } = input as unknown as {
      MetricDataQueries: [{ MetricStat: { Period: number } }];
      StartTime: Date;
      EndTime: Date;
    };
    const { Period } = MetricDataQueries[0].MetricStat;
    asked.push({ Period, StartTime, EndTime });
    const ends = EndTime.getTime();
    const Timestamps = [...counts.keys()].map((index) => new Date(ends - index * Period * 1_000));
    return {
      MetricDataResults: [
        { Id: 'm0', Timestamps, Values: [...counts.values()], StatusCode: status },
      ],
    };
  };
  return { client: { send } as unknown as CloudWatchClient, asked };
}

describe("CloudWatch's own Invocations", () => {
  const steady = new Map(Array.from({ length: 5 }, (_, index) => [5 - index, 600] as const));

  test('are rates by the minute, up to the last minute that is published', async () => {
    const { client, asked } = cloudWatch(steady);
    const { phases, startMs, caveats } = await readCloudWatchTraffic(client, WATCH, 7, NOW);
    expect(asked).toEqual([
      {
        Period: 60,
        StartTime: new Date(Date.UTC(2026, 10, 15, 11, 59)),
        EndTime: new Date(Date.UTC(2026, 10, 22, 11, 59)),
      },
    ]);
    expect(startMs).toBe(Date.UTC(2026, 10, 22, 11, 54));
    expect(phases.map(({ startRps }) => startRps)).toEqual([10, 10, 10, 10, 10]);
    expect(caveats).toEqual([
      'CloudWatch has nothing before 2026-11-22 11:54:00 UTC; the plan begins there.',
    ]);
  });

  test.each([
    [15, 60],
    [16, 300],
    [64, 3_600],
  ])('%d days are asked in periods of %d s, as CloudWatch keeps them', async (days, period) => {
    const { client, asked } = cloudWatch(steady);
    await readCloudWatchTraffic(client, WATCH, days, NOW);
    expect(asked[0]!.Period).toBe(period);
  });

  test('name their gaps', async () => {
    const { client } = cloudWatch(
      new Map([...steady].filter(([index]) => index !== 3 && index !== 4)),
    );
    const { phases, caveats } = await readCloudWatchTraffic(client, WATCH, 1, NOW);
    expect(phases.map(({ startRps }) => startRps)).toEqual([10, 0, 0, 10, 10]);
    expect(caveats[0]).toBe(
      '2 periods have no datapoint, the first at 2026-11-22 11:55:00 UTC (of 60 s each); they are planned as no requests, as idle variants publish nothing.',
    );
  });

  test.each([
    [
      'nothing',
      cloudWatch(new Map()),
      /^CloudWatch has no Invocations of wine, variant AllTraffic, in us-east-1 in the last 3 days; check/,
    ],
    [
      'a part',
      cloudWatch(steady, 'PartialData'),
      /returned only a part of .* \(PartialData\); try again/,
    ],
  ])('%s is refused', async (_, { client }, message) => {
    await expect(readCloudWatchTraffic(client, WATCH, 3, NOW)).rejects.toThrow(message);
  });

  test('without credentials are refused in one sentence', async () => {
    const send = async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    const client = { send } as unknown as CloudWatchClient;
    await expect(readCloudWatchTraffic(client, WATCH, 3, NOW)).rejects.toThrow(
      /^--traffic cloudwatch: CloudWatch in us-east-1 gave no Invocations \(CredentialsProviderError: .*\); set AWS_PROFILE or log in, and allow cloudwatch:GetMetricData/,
    );
  });
});
