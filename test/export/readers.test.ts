/** What other people's readers make of what is exported. */
import { describe, expect, it } from 'vitest';
import { renderOpenMetrics } from '../../src/report/openmetrics.ts';
import { renderTimelineCsv } from '../../src/report/timeline-csv.ts';
import { hasPythonModule } from '../peers.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from '../report/hostile.ts';
import { emptyVerdict, timeline, verdict } from '../report/sample.ts';
import { python } from './python.ts';

describe.runIf(hasPythonModule('csv'))("Python's csv", () => {
  const READ = `
import csv, io
text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf8', newline='')
print(json.dumps(list(csv.DictReader(text, strict=True))))`;

  it('reads the timeline', () => {
    const rows = python<Record<string, string>[]>(READ, renderTimelineCsv(verdict, timeline));
    expect(rows).toHaveLength(200);
    expect(rows[55]).toMatchObject({
      time_utc: '2026-06-01T09:30:50.000Z',
      planned_requests: '670',
      instances_in_service: '1',
    });
  });

  it('reads one with every hostile text in it', () => {
    const text = Object.values(HOSTILE).join(' " , \r\n ');
    const rows = python<Record<string, string>[]>(
      READ,
      renderTimelineCsv(hostileVerdict(text), hostileTimeline(text)),
    );
    expect(rows).toHaveLength(200);
    expect(Object.keys(rows[0]!)).not.toContain('null');
  });
});

type Family = { name: string; type: string; unit: string; samples: [string, object, number][] };

describe.runIf(hasPythonModule('prometheus_client'))("Prometheus's parsers", () => {
  /** All texts in one process. */
  const read = (module: string, ...texts: string[]) =>
    python<Family[][]>(
      `
from prometheus_client.${module} import text_string_to_metric_families
def family(f):
  samples = [[s.name, s.labels, s.value] for s in f.samples]
  return {'name': f.name, 'type': f.type, 'unit': f.unit, 'samples': samples}
texts = json.load(sys.stdin.buffer)
print(json.dumps([[family(f) for f in text_string_to_metric_families(text)] for text in texts]))`,
      JSON.stringify(texts),
    );
  const openMetrics = (text: string) => read('openmetrics.parser', text)[0]!;
  const older = (text: string) => read('parser', text)[0]!;

  it('read the verdict, with types and units', () => {
    const families = openMetrics(renderOpenMetrics(verdict));
    expect(families.map(({ type }) => type)).toEqual(families.map(() => 'gauge'));
    const latency = families.find(({ name }) => name === 'scaleproof_run_latency_seconds')!;
    expect(latency.unit).toBe('seconds');
    expect(latency.samples).toContainEqual([
      'scaleproof_run_latency_seconds',
      { system: 'wine', scenario: 'wine', environment: 'local', quantile: '0.99' },
      3.321,
    ]);
  });

  it('find the same samples in the older format, the only one of Pushgateway', () => {
    const text = renderOpenMetrics(verdict);
    const samples = (families: Family[]) => families.flatMap((family) => family.samples);
    expect(samples(older(text))).toEqual(samples(openMetrics(text)));
  });

  it('read a run of which nothing was recorded', () => {
    const names = openMetrics(renderOpenMetrics(emptyVerdict)).map(({ name }) => name);
    expect(names).toContain('scaleproof_run_status');
    expect(names).not.toContain('scaleproof_run_latency_seconds');
  });

  it('read every hostile text as one label', () => {
    const texts = Object.values(HOSTILE).map((text) => renderOpenMetrics(hostileVerdict(text)));
    const infos = read('openmetrics.parser', ...texts).map(
      (families) => families.find(({ name }) => name === 'scaleproof_run_info')!.samples,
    );
    expect(infos).toHaveLength(texts.length);
    for (const [info] of infos) expect(Object.keys(info![1])).toHaveLength(12);
    const label = 'back\\slash "quoted" {a="b"} \\n';
    const [info] = openMetrics(renderOpenMetrics({ ...verdict, label }))[0]!.samples;
    expect(info![1]).toMatchObject({ label });
  });
});
