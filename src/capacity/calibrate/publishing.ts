/** What CloudWatch does with an endpoint's metrics: how late it publishes them, and whether idle periods are zeros. */
import { findSeries } from '../../analysis/find-series.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { counted, secondsWithError } from '../../format/numbers.js';
import { watchOf } from '../../record/manifest.ts';
import type { Evidence } from './evidence.ts';
import { around, known, notKnown, rounded, type Setting } from './setting.ts';

const INVOCATIONS = { metric: 'Invocations', stat: 'Sum' } as const;

export function publishing(evidence: Evidence): Setting[] {
  return [delay(evidence), ...zerosWhenIdle(evidence)];
}

/** A poll sees a datapoint up to one interval after it is there: half of one too late, on average. */
function delay({ analysis, compression }: Evidence): Setting {
  const key = 'publishDelaySeconds';
  const { evidence, record } = analysis;
  const series = findSeries(evidence.series, { service: 'sagemaker', ...INVOCATIONS });
  const periodSeconds = evidence.series.find((one) => one === series)?.periodSeconds;
  const seen =
    periodSeconds === undefined ? null : publishDelay(evidence, { ...INVOCATIONS, periodSeconds });
  const pollSeconds = watchOf(record.manifest)?.metricPollSeconds ?? null;
  if (seen === null || pollSeconds === null) {
    return notKnown(key, 'no datapoint of Invocations was seen as it appeared');
  }
  const offset = pollSeconds / 2;
  const each = seen.datapoints.length;
  const value = Math.max(0, seen.medianSeconds - offset) * compression;
  const plusMinus = offset * compression;
  return known(
    key,
    rounded(value),
    `${secondsWithError(value, plusMinus)}, median of ${counted(each, 'datapoint')} of Invocations`,
    around(value, plusMinus),
  );
}

/** Only where there were periods without a request: zeros then, or nothing. */
function zerosWhenIdle({ analysis: { evidence } }: Evidence): Setting[] {
  const series = findSeries(evidence.series, { service: 'sagemaker', ...INVOCATIONS });
  const zeros = (series?.points ?? []).filter(({ value }) => value === 0).length;
  return zeros === 0
    ? []
    : [known('zerosWhenIdle', true, `${counted(zeros, 'datapoint')} of 0 invocations`)];
}
