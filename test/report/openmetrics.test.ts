import { describe, expect, it } from 'vitest';
import { renderOpenMetrics } from '../../src/report/openmetrics.ts';
import { HOSTILE, hostileVerdict } from './hostile.ts';
import { emptyVerdict, verdict } from './sample.ts';

/** The grammar of a sample: escapes in label values are those of OpenMetrics, and nothing follows the value. */
const SAMPLE =
  /^[a-z_]+\{([a-z_]+="([^"\\\n]|\\["\\n])*"(,(?=[a-z])|(?=\})))+\} -?[\d.]+(e[+-]?\d+)?$/;

const samplesOf = (text: string) => text.split('\n').filter((line) => /^[a-z]/.test(line));

describe('the verdict as OpenMetrics', () => {
  it('matches its golden', async () => {
    await expect(renderOpenMetrics(verdict)).toMatchFileSnapshot('../golden/report/metrics.txt');
    await expect(renderOpenMetrics(emptyVerdict)).toMatchFileSnapshot(
      '../golden/report/metrics-empty.txt',
    );
  });

  it('has exactly one status, and one for each check', () => {
    const ones = samplesOf(renderOpenMetrics(verdict)).filter((line) => line.endsWith(' 1'));
    expect(ones.filter((line) => line.startsWith('scaleproof_run_status'))).toEqual([
      expect.stringContaining('status="fail"'),
    ]);
    const ofChecks = ones.filter((line) => line.startsWith('scaleproof_check_status'));
    expect(ofChecks).toHaveLength(verdict.checks.length);
  });

  it('has the run id in one series only, because it is new every night', () => {
    const text = renderOpenMetrics(verdict);
    expect(text.split(verdict.runId)).toHaveLength(2);
  });

  it('leaves out what is unknown, instead of a zero', () => {
    const unknown = renderOpenMetrics({
      ...verdict,
      load: { ...emptyVerdict.load, unknownBecause: 'sent-elsewhere' },
    });
    expect(unknown).not.toMatch(/scaleproof_run_(planned|sent)_requests|_latency_seconds/);
  });

  it('repeats no series, also where two findings share a code', () => {
    const [finding] = verdict.findings;
    const text = renderOpenMetrics({ ...verdict, findings: [finding!, finding!] });
    const series = samplesOf(text).map((line) => line.slice(0, line.lastIndexOf('}')));
    expect(new Set(series).size).toBe(series.length);
  });

  it.each(Object.entries(HOSTILE))('keeps its grammar against %s', (_, text) => {
    const lines = samplesOf(renderOpenMetrics(hostileVerdict(text)));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => !SAMPLE.test(line))).toEqual([]);
  });

  it('escapes quotes and backslashes in a label', () => {
    const text = renderOpenMetrics({ ...verdict, label: 'C:\\new "x"' });
    expect(text).toContain('label="C:\\\\new \\"x\\""');
  });
});
