/** CloudWatch PutMetricData: metrics of the user's own, by the period that metrics have here. */
import { z } from 'zod';
import { invalidCloudWatch, invalidCombination, invalidValue } from './cloudwatch-errors.ts';
import { integerField, listField, nameField, numberField, timestampField } from './fields.ts';
import { dimensionsField } from './metric-query.ts';
import { operation } from './service.ts';

const statisticSet = z.object({
  SampleCount: numberField.refine((n) => n > 0, 'must be positive'),
  Sum: numberField,
  Minimum: numberField,
  Maximum: numberField,
});

const datum = z.object({
  MetricName: nameField,
  Dimensions: dimensionsField.default([]),
  Timestamp: timestampField.optional(),
  Value: numberField.optional(),
  Values: listField(numberField, 150).default([]),
  Counts: listField(numberField, 150).default([]),
  StatisticValues: statisticSet.optional(),
  Unit: z.string().default('None'),
  StorageResolution: integerField.optional(),
});
type Datum = z.output<typeof datum>;

/** CloudWatch takes data from two weeks ago to two hours ahead. */
const [OLDEST_MS, NEWEST_MS] = [14 * 86_400_000, 2 * 3_600_000];

export const putMetricData = operation(
  invalidCloudWatch,
  z.object({ Namespace: nameField, MetricData: listField(datum, 1000) }),
  ({ Namespace, MetricData }, { simulation, nowMs }) => {
    if (Namespace.startsWith('AWS/') || Namespace.startsWith('/aws/')) {
      throw invalidValue(`The value ${Namespace} for parameter Namespace is invalid.`);
    }
    for (const [i, each] of MetricData.entries()) {
      refuseNonsense(each, `MetricData.member.${i + 1}`, nowMs);
    }
    for (const each of MetricData) {
      const name = {
        namespace: Namespace,
        metricName: each.MetricName,
        dimensions: each.Dimensions,
        unit: each.Unit,
      };
      const written = simulation.putMetric(name, each.Timestamp ?? nowMs, samplesOf(each), nowMs);
      if (!written) throw invalidValue('The stand-in keeps no more metrics of its users.');
    }
    return {};
  },
);

function refuseNonsense(each: Datum, where: string, nowMs: number): void {
  const { Value, Values, Counts, StatisticValues, Timestamp = nowMs } = each;
  const given = [Value !== undefined, Values.length > 0, StatisticValues !== undefined];
  if (given.filter(Boolean).length !== 1) {
    throw invalidCombination(
      `${where} must have exactly one of Value, Values and StatisticValues.`,
    );
  }
  if (Counts.length > 0 && Counts.length !== Values.length) {
    throw invalidValue(`${where} has ${Values.length} Values and ${Counts.length} Counts.`);
  }
  if (Timestamp < nowMs - OLDEST_MS || Timestamp > nowMs + NEWEST_MS) {
    throw invalidValue(
      `The parameter ${where}.Timestamp must be within the past two weeks or the next two hours.`,
    );
  }
  if (each.StorageResolution === 1) {
    throw invalidValue(`${where} is of high resolution, which the stand-in does not simulate.`);
  }
}

/** A statistic set has its extremes, and the rest at their mean. */
function samplesOf({ Value, Values, Counts, StatisticValues }: Datum) {
  if (Value !== undefined) return [{ value: Value, count: 1 }];
  if (!StatisticValues) return Values.map((value, i) => ({ value, count: Counts[i] ?? 1 }));
  const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
  if (SampleCount < 3) return [{ value: Sum / SampleCount, count: SampleCount }];
  const rest = SampleCount - 2;
  return [
    { value: Minimum, count: 1 },
    { value: (Sum - Minimum - Maximum) / rest, count: rest },
    { value: Maximum, count: 1 },
  ];
}
