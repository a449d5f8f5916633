/** A run as OTLP: encoded by the OpenTelemetry SDK, as JSON lines or in requests to push. */
import {
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { Timeline } from '../analysis/timeline.ts';
import { counted } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { plainText } from '../report/plain-text.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { FailedPushError } from './failed-push.ts';
import { pointsIn, runMetricRequests } from './otlp-metrics.ts';
import { runSpans } from './otlp-trace.ts';
import { headersFrom } from './push-headers.ts';
import { parsePushUrl, withPath } from './push-url.ts';
import { type Accepted, type Push, quoted, type Sending, send } from './send.ts';

export const SIGNALS = ['traces', 'metrics'] as const;
export type Signal = (typeof SIGNALS)[number];

/** What a request holds. */
const NOUNS = { traces: 'span', metrics: 'datapoint' } as const;

export const OTLP_HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';

interface Refused {
  readonly count: number;
  readonly why: string;
}

/** One request: spans or metrics, in both encodings of OTLP. */
interface OtlpRequest {
  readonly signal: Signal;
  readonly holds: number;
  readonly json: () => Uint8Array | undefined;
  readonly protobuf: () => Uint8Array | undefined;
  /** @returns how many of what it holds the receiver refused, and why */
  readonly refused: (answer: Accepted) => Refused;
}

/**
 * JSON lines, as the Collector's file exporter writes them. Its specification asks for one signal a file; the
 * Collector's own receiver sorts mixed ones.
 */
export function renderOtlp(
  verdict: Verdict,
  timeline: Timeline,
  signals: readonly Signal[],
): string {
  const decoder = new TextDecoder();
  return requests(verdict, timeline, signals)
    .map(({ json }) => `${decoder.decode(json())}\n`)
    .join('');
}

/**
 * Protobuf over HTTP, which every receiver takes.
 *
 * @returns what was pushed, in words
 * @throws UserError, FailedPushError
 */
export async function pushOtlp(
  verdict: Verdict,
  timeline: Timeline,
  signals: readonly Signal[],
  { to, env, sending }: { to: string; env: NodeJS.ProcessEnv; sending?: Sending },
): Promise<string> {
  const url = parsePushUrl(to, OTLP_HEADERS);
  const base = new URL(url);
  base.pathname = url.pathname.replace(/\/v1\/(traces|metrics)\/?$/, '');
  const pushed = requests(verdict, timeline, signals);
  for (const request of pushed) {
    const { signal, protobuf, refused } = request;
    const variable = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_HEADERS`;
    const push: Push = {
      url: withPath(base, `/v1/${signal}`),
      method: 'POST',
      contentType: 'application/x-protobuf',
      body: protobuf() ?? new Uint8Array(),
      headers: headersFrom(env, [OTLP_HEADERS, variable]),
      headersVariable: OTLP_HEADERS,
    };
    refuseParts(push, request, refused(await send(push, sending)));
  }
  const held = (signal: Signal) =>
    pushed.reduce((sum, request) => sum + (request.signal === signal ? request.holds : 0), 0);
  const what = signals.map((signal) => counted(held(signal), NOUNS[signal]));
  return `Pushed ${what.join(' and ')} to ${url.host}.\n`;
}

/** @throws UserError when the run has nothing of the signals */
function requests(verdict: Verdict, timeline: Timeline, signals: readonly Signal[]): OtlpRequest[] {
  const all = [
    ...(signals.includes('traces') ? traceRequests(verdict) : []),
    ...(signals.includes('metrics') ? metricRequests(verdict, timeline) : []),
  ];
  if (all.length > 0) return all;
  throw new UserError(
    `Run ${plainText(verdict.runId)} has nothing to export as OTLP: it recorded neither load nor AWS; name another run, or see its report.`,
  );
}

function traceRequests(verdict: Verdict): OtlpRequest[] {
  const spans = runSpans(verdict);
  if (spans.length === 0) return [];
  return [
    {
      signal: 'traces',
      holds: spans.length,
      json: () => JsonTraceSerializer.serializeRequest(spans),
      protobuf: () => ProtobufTraceSerializer.serializeRequest(spans),
      refused: (answer) => {
        const partial = partOf(answer, JsonTraceSerializer, ProtobufTraceSerializer);
        return refusal(partial?.rejectedSpans, partial?.errorMessage);
      },
    },
  ];
}

function metricRequests(verdict: Verdict, timeline: Timeline): OtlpRequest[] {
  return runMetricRequests(verdict, timeline).map((metrics) => ({
    signal: 'metrics',
    holds: pointsIn(metrics),
    json: () => JsonMetricsSerializer.serializeRequest(metrics),
    protobuf: () => ProtobufMetricsSerializer.serializeRequest(metrics),
    refused: (answer) => {
      const partial = partOf(answer, JsonMetricsSerializer, ProtobufMetricsSerializer);
      return refusal(partial?.rejectedDataPoints, partial?.errorMessage);
    },
  }));
}

interface Decoder<Part> {
  deserializeResponse(data: Uint8Array): { readonly partialSuccess?: Part };
}

/** Null where all was taken, and where the answer is none of OTLP's: its status counts then. */
function partOf<Part>(
  { contentType, body }: Accepted,
  json: Decoder<Part>,
  protobuf: Decoder<Part>,
): Part | null {
  if (body.length === 0) return null;
  try {
    const decoder = contentType.includes('json') ? json : protobuf;
    return decoder.deserializeResponse(body).partialSuccess ?? null;
  } catch {
    return null;
  }
}

function refusal(count: number | undefined, why: string | undefined): Refused {
  return { count: Number(count ?? 0), why: why ?? '' };
}

/** An answer with status 200 may refuse parts, which nobody would notice. */
function refuseParts(push: Push, { signal, holds }: OtlpRequest, { count, why }: Refused): void {
  if (count === 0) return;
  throw new FailedPushError(
    `${push.url.host} refused ${count} of ${counted(holds, NOUNS[signal])}${quoted(why, push)}; see the log of the receiver for the reason, then push again with \`scaleproof report\`.`,
  );
}
