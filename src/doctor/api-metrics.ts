/**
 * Whether CloudWatch has metrics of the watched API. API Gateway itself is never asked: the collector
 * reads nothing but these metrics, and needs no permission for more.
 */
import {
  type CloudWatchClient,
  type Dimension,
  ListMetricsCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { apiMetrics } from '../collector/metrics/front-metrics.ts';
import { closest } from '../input/complaints.ts';
import { quoted } from '../input/quote.ts';
import type { Watch, WatchedScenario } from '../scenario/schema.ts';
import type { Answer } from './answer.ts';
import { type Item, ok, skipped, warning } from './item.ts';

export interface ApiMetrics {
  /** Whether the API and stage had a request in the last two weeks, as far back as CloudWatch lists. */
  readonly published: boolean;
  /** APIs that had one, as `name, stage`; read only where the watched one had none. */
  readonly others: readonly string[];
}

const API = { id: 'api', group: 'Metrics and clock', title: 'API' } as const;

/** @throws an SDK error */
export async function fetchApiMetrics(
  client: CloudWatchClient,
  api: NonNullable<Watch['api']>,
): Promise<ApiMetrics> {
  // Every request is counted, so without this metric there is none.
  const [{ namespace, name, dimensions }] = apiMetrics(api, 0) as [
    ReturnType<typeof apiMetrics>[0],
  ];
  const asked = { Namespace: namespace, MetricName: name };
  const { Metrics = [] } = await client.send(
    new ListMetricsCommand({ ...asked, Dimensions: [...dimensions] }),
  );
  if (Metrics.length > 0) return { published: true, others: [] };
  const names = dimensions.map(({ Name }) => ({ Name }));
  const others: string[] = [];
  for await (const page of paginateListMetrics({ client }, { ...asked, Dimensions: names })) {
    for (const metric of page.Metrics ?? []) others.push(valuesOf(metric.Dimensions, names));
  }
  return { published: false, others: [...new Set(others)].sort() };
}

/** None where the scenario names no API. */
export function apiItems(
  { watch }: WatchedScenario,
  answer: Answer<ApiMetrics> | null,
  hasJustStarted: boolean,
): Item[] {
  const { api, region } = watch;
  if (api === undefined || answer === null) return [];
  const which = `${quoted(api.name ?? api.id ?? '')}, stage ${quoted(api.stage)}`;
  if (!answer.ok) return [skipped(API, `Could not be looked up: ${answer.failure.message}.`)];
  const { published, others } = answer.value;
  if (published) return [ok(API, `${which} had requests in the last two weeks.`)];
  if (hasJustStarted)
    return [ok(API, `${which} had no request yet: the stand-in has just started.`)];
  const meant = closest(`${api.name ?? api.id}, ${api.stage}`, others);
  return [
    warning(
      API,
      `No metric named Count of API ${which} in the last two weeks in ${region}.`,
      `${nextStep(others, meant)}, or send it a request and run doctor again two minutes later.`,
    ),
  ];
}

/** How many names of other APIs are listed. */
const MAX_NAMES = 5;

function nextStep(others: readonly string[], meant: string | null): string {
  if (meant !== null) return `Correct watch.api (did you mean ${quoted(meant)}?)`;
  const some = others.slice(0, MAX_NAMES).map(quoted).join('; ');
  const more = others.length > MAX_NAMES ? ` and ${others.length - MAX_NAMES} more` : '';
  return some === ''
    ? 'Check watch.api and watch.region'
    : `Correct watch.api (there is ${some}${more})`;
}

function valuesOf(
  dimensions: readonly Dimension[] = [],
  names: readonly { Name?: string | undefined }[],
) {
  return names
    .map(({ Name }) => dimensions.find((each) => each.Name === Name)?.Value ?? '')
    .join(', ');
}
