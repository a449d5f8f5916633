import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { renderTimelineCsv } from '../../src/report/timeline-csv.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from './hostile.ts';
import { emptyTimeline, emptyVerdict, timeline, timelineUntil, verdict } from './sample.ts';

type Row = Record<string, string>;
const rowsOf = (csv: string): Row[] => parse(csv, { columns: true, record_delimiter: '\r\n' });
const sampleRows = rowsOf(renderTimelineCsv(verdict, timeline));
const at = (rows: readonly Row[], second: number) =>
  rows.find((row) => row.seconds_since_load_began === String(second))!;

describe('the timeline as CSV', () => {
  it('matches its golden', async () => {
    await expect(renderTimelineCsv(verdict, timeline)).toMatchFileSnapshot(
      '../golden/report/timeline.csv',
    );
  });

  it('has one row a second on one clock, from the first poll to the last', () => {
    expect(sampleRows[0]).toMatchObject({
      time_utc: '2026-06-01T09:29:55.000Z',
      seconds_since_load_began: '-5',
      planned_requests: '',
      instances_in_service: '1',
    });
    const seconds = sampleRows.map((row) => Number(row.seconds_since_load_began));
    expect(seconds).toEqual(Array.from({ length: 200 }, (_, index) => index - 5));
  });

  it('adds up to the load of the run', () => {
    const sum = (column: string) =>
      sampleRows.reduce((total, row) => total + Number(row[column]), 0);
    const { load } = timeline;
    expect(sum('sent_requests')).toBe(load.reduce((total, point) => total + point.sent, 0));
    const outcomes = ['correct', 'wrong', 'throttled'].map((name) => sum(`${name}_requests`));
    expect(outcomes.reduce((total, one) => total + one)).toBe(sum('completed_requests'));
  });

  it('names the stage that is waited for, and the next event when one is over', () => {
    expect(at(sampleRows, 20)).toMatchObject({
      scaling_event: 'out: 1 to 2',
      waiting_for_stage: 'metric-breach',
      lag_part: 'detection',
    });
    expect(at(sampleRows, 60)).toMatchObject({
      waiting_for_stage: 'in-service',
      lag_part: 'provisioning',
    });
    expect(at(sampleRows, 80)).toMatchObject({
      scaling_event: 'out: 2 to 3',
      waiting_for_stage: 'in-service',
    });
    expect(at(sampleRows, 120).scaling_event).toBe('');
  });

  it('shows the tracked metric with its unit and target, whole periods long', () => {
    const named = { tracked_metric: 'InvocationsPerInstance', tracked_metric_target: '24000' };
    const row = at(sampleRows, 52);
    expect(row).toMatchObject({ ...named, tracked_metric_unit: 'per minute' });
    expect(at(sampleRows, 50).tracked_metric_value).toBe(row.tracked_metric_value);
    expect(at(sampleRows, 55).tracked_metric_value).not.toBe(row.tracked_metric_value);
  });

  it('leaves cells of AWS empty where AWS was not watched', () => {
    const without = { ...timeline, instances: [], metrics: [], target: null };
    const rows = rowsOf(renderTimelineCsv({ ...verdict, scalingEvents: [] }, without));
    expect(rows).toHaveLength(timeline.load.length);
    expect(at(rows, 50)).toMatchObject({
      planned_requests: '670',
      instances_in_service: '',
      tracked_metric: '',
      endpoint_status: '',
      scaling_event: '',
    });
  });

  it('leaves instances empty where polls are missing, instead of repeating the last one', () => {
    const isMissing = (second: number) => second > 20 && second < 60;
    const gap = {
      ...timeline,
      instances: timeline.instances.filter(
        ({ atMs }) => !isMissing((atMs - timeline.startMs) / 1_000),
      ),
    };
    const rows = rowsOf(renderTimelineCsv(verdict, gap));
    expect(at(rows, 22).instances_in_service).toBe('1');
    expect(at(rows, 40).instances_in_service).toBe('');
    expect(at(rows, 61).instances_in_service).toBe('1');
  });

  it('ends where a run was interrupted', () => {
    const rows = rowsOf(renderTimelineCsv(verdict, timelineUntil(60)));
    expect(rows.at(-1)!.seconds_since_load_began).toBe('60');
    expect(at(rows, 59).latency_p99_ms).not.toBe('');
  });

  it('is a header alone for a run of which nothing was recorded', () => {
    expect(renderTimelineCsv(emptyVerdict, emptyTimeline).split('\r\n')).toHaveLength(2);
  });

  it('does not follow a damaged record into another century', () => {
    const [first] = timeline.instances;
    const far = { ...first!, atMs: timeline.startMs + 4e12 };
    const damaged = { ...timeline, instances: [...timeline.instances, far] };
    expect(rowsOf(renderTimelineCsv(verdict, damaged))).toHaveLength(sampleRows.length);
  });

  it.each(Object.entries(HOSTILE))('keeps its shape against %s', (_, text) => {
    const hostile = hostileTimeline(text);
    const status = hostile.instances.map((point) => ({ ...point, status: text }));
    const csv = renderTimelineCsv(hostileVerdict(text), { ...hostile, instances: status });
    const rows = rowsOf(csv);
    expect(rows).toHaveLength(sampleRows.length);
    expect(csv).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/);
    for (const cell of Object.values(at(rows, 50))) expect(cell).not.toMatch(/^[=+@]/);
  });

  it('runs no formula that a metric is named after', () => {
    const rows = rowsOf(renderTimelineCsv(verdict, hostileTimeline('=HYPERLINK("//evil")')));
    expect(at(rows, 50).tracked_metric).toBe(`'=HYPERLINK("//evil")`);
  });
});
