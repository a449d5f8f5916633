/**
 * Reads SageMaker's own account of its scaling with PromQL: how long a change took from end to end, and which way
 * it went. It exists where detailed observability is on.
 *
 * Source: "SageMaker AI Insights OpenTelemetry metrics reference", Amazon CloudWatch User Guide.
 */
import { z } from 'zod';
import type { AwsEventOf } from '../record/aws-events.ts';
import type { PromQlAnswer, PromQlClient } from './promql-client.ts';

export type ScalingReport = AwsEventOf<'scaling-report'>;

export const REPORTED = ['E2EScalingLatency', 'ScalingAction'] as const;

const seriesSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        /** Epoch seconds, and the value as text. */
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

export interface ReportWindow {
  /** AWS clock. */
  readonly startMs: number;
  readonly endMs: number;
  /** Between two looks at the series; a report is dated to the first that shows it. */
  readonly stepSeconds: number;
}

/** @throws Error as the SDK would: with the service's name of it and the HTTP status */
export async function fetchReports(
  client: PromQlClient,
  { endpointName }: { readonly endpointName: string },
  metric: (typeof REPORTED)[number],
  { startMs, endMs, stepSeconds }: ReportWindow,
  seenAtMs: number,
): Promise<ScalingReport[]> {
  const parameters = new URLSearchParams({
    // Labels with dots are quoted.
    query: `${metric}{"aws.sagemaker.endpoint.name"=${JSON.stringify(endpointName)}}`,
    start: String(startMs / 1_000),
    end: String(endMs / 1_000),
    step: String(stepSeconds),
  });
  // As a signature wants it: a plus sign would be one.
  const query = parameters.toString().replaceAll('+', '%20');
  const answer = await client.get(`/api/v1/query_range?${query}`);
  if (answer.status !== 200) throw refused(answer);
  const { data } = seriesSchema.parse(JSON.parse(answer.body));
  return data.result.flatMap(({ metric: { __name__: _, ...labels }, values }) =>
    changesOf(values, stepSeconds).map(([atSeconds, value]) => ({
      type: 'scaling-report' as const,
      seenAtMs,
      metric,
      timestampMs: atSeconds * 1_000,
      value,
      labels,
    })),
  );
}

/** PromQL repeats a value for five minutes: each is kept once, where it first shows, until it changes or is gone. */
function changesOf(
  values: readonly (readonly [number, string])[],
  stepSeconds: number,
): [number, number][] {
  const ordered = values.toSorted(([left], [right]) => left - right);
  return ordered.flatMap(([atSeconds, text], index): [number, number][] => {
    const before = ordered[index - 1];
    const repeats =
      before !== undefined && before[1] === text && atSeconds - before[0] <= 1.5 * stepSeconds;
    const value = Number(text);
    return repeats || !Number.isFinite(value) ? [] : [[atSeconds, value]];
  });
}

const errorSchema = z.object({
  __type: z.string().optional(),
  errorType: z.string().optional(),
  message: z.string().optional(),
  error: z.string().optional(),
});

function refused({ status, body }: PromQlAnswer): Error {
  const { __type, errorType, message, error } = errorFrom(body);
  return Object.assign(new Error(message ?? error ?? `HTTP ${status}`), {
    name: __type ?? errorType ?? 'QueryMetricsError',
    $metadata: { httpStatusCode: status, attempts: 1 },
  });
}

function errorFrom(body: string): z.infer<typeof errorSchema> {
  try {
    return errorSchema.parse(JSON.parse(body));
  } catch {
    return {};
  }
}
