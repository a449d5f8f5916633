import { describe, expect, it } from 'vitest';
import { pushOtlp, renderOtlp, SIGNALS } from '../../src/export/otlp-run.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { hasPythonModule } from '../peers.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from '../report/hostile.ts';
import { START_MS, timeline, timelineUntil, verdict } from '../report/sample.ts';
import { python } from './python.ts';
import { receiver } from './receiver.ts';

interface KeyValue {
  readonly key: string;
  readonly value: Record<string, unknown>;
}
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly KeyValue[];
  readonly status?: { readonly code?: string; readonly message?: string };
  readonly events?: readonly { readonly name: string; readonly attributes: readonly KeyValue[] }[];
}
interface Point {
  readonly timeUnixNano: string;
  readonly asDouble: number;
  readonly attributes: readonly KeyValue[];
}
interface Metric {
  readonly name: string;
  readonly unit?: string;
  readonly gauge: { readonly dataPoints: readonly Point[] };
}

/** The published protocol buffers, in Python: ids as hexadecimal text, as in OTLP's JSON. */
const DECODE = `
import base64
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
kinds = {'/v1/traces': ExportTraceServiceRequest, '/v1/metrics': ExportMetricsServiceRequest}
def hexes(value):
  if isinstance(value, list): return [hexes(each) for each in value]
  if not isinstance(value, dict): return value
  ids = ('traceId', 'spanId', 'parentSpanId')
  return {k: base64.b64decode(v).hex() if k in ids else hexes(v) for k, v in value.items()}
print(json.dumps([
  hexes(MessageToDict(kinds[path].FromString(base64.b64decode(body))))
  for path, body in json.load(sys.stdin.buffer)
]))`;

interface Request {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: Span[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeMetrics: readonly { readonly metrics: Metric[] }[];
  }[];
}

async function pushed(of: Verdict, over = timeline): Promise<Request[]> {
  await using otlp = await receiver();
  await pushOtlp(of, over, SIGNALS, { to: otlp.url, env: {} });
  const bodies = otlp.received.map(({ path, body }) => [
    path,
    Buffer.from(body).toString('base64'),
  ]);
  return python<Request[]>(DECODE, JSON.stringify(bodies));
}

const spansIn = (requests: readonly Request[]): Span[] =>
  requests.flatMap(({ resourceSpans = [] }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
const metricsIn = (requests: readonly Request[]): Metric[] =>
  requests.flatMap(({ resourceMetrics = [] }) =>
    resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics)),
  );
const attributesOf = (of: { readonly attributes?: readonly KeyValue[] }) =>
  Object.fromEntries((of.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));
/** Seconds since the load began. */
const at = (nano: string) => (Number(BigInt(nano) / 1_000_000n) - START_MS) / 1_000;

describe.runIf(hasPythonModule('opentelemetry.proto'))('a push of OTLP, decoded', async () => {
  const requests = hasPythonModule('opentelemetry.proto') ? await pushed(verdict) : [];
  const spans = spansIn(requests);
  const [run] = spans;
  const childrenOf = (parent: Span) =>
    spans.filter(({ parentSpanId }) => parentSpanId === parent.spanId);

  it('has the run, in it each scaling event, in it one span a measured stage', () => {
    expect(run).toMatchObject({ name: 'run wine' });
    expect(run!.parentSpanId).toBeUndefined();
    const events = childrenOf(run!);
    expect(events.map(({ name }) => name)).toEqual(['scale-out', 'scale-out', 'scale-in']);
    const stages = childrenOf(events[0]!);
    expect(
      stages.map((span) => [span.name, at(span.startTimeUnixNano), at(span.endTimeUnixNano)]),
    ).toEqual([
      ['load-step', 0, 0],
      ['metric-breach', 0, 30],
      ['alarm', 30, 44.1],
      ['activity', 44.1, 44.6],
      ['desired-changed', 44.6, 45.2],
      ['in-service', 45.2, 68.1],
      ['latency-recovered', 68.1, 74],
    ]);
    expect(at(events[0]!.endTimeUnixNano)).toBe(74);
    expect(spans).toHaveLength(1 + 3 + 7 + 7 + 5);
  });

  it('says of a stage where it was read, and how exactly', () => {
    const [event] = childrenOf(run!);
    const stage = childrenOf(event!).find(({ name }) => name === 'in-service')!;
    expect(attributesOf(stage)).toMatchObject({
      'scaleproof.instances.from': '1',
      'scaleproof.instances.to': '2',
      'scaleproof.stage.source': 'DescribeEndpoint poll',
      'scaleproof.stage.plus_minus_seconds': 0.5,
      'scaleproof.stage.resolution_seconds': '1',
    });
  });

  it('names the stages of an event that nobody saw', () => {
    const event = childrenOf(run!).at(-1)!;
    expect(attributesOf(event)).toMatchObject({
      'scaleproof.scaling.missing_stages': { values: [{ stringValue: 'in-service' }] },
    });
  });

  it('is an error when checks failed, with checks and findings as events', () => {
    expect(run!.status).toEqual({ code: 'STATUS_CODE_ERROR', message: verdict.headline });
    const named = run!.events!.map((event) => ({ name: event.name, ...attributesOf(event) }));
    expect(named).toContainEqual(
      expect.objectContaining({
        name: 'check',
        'test.case.name': 'latency',
        'test.case.result.status': 'fail',
        'scaleproof.check.reason': 'service-too-slow',
      }),
    );
    expect(named.filter(({ name }) => name === 'finding')).toHaveLength(verdict.findings.length);
    expect(attributesOf(run!)).toMatchObject({ 'test.suite.run.status': 'failure' });
  });

  it('has the ids and bytes of the first push when it is pushed again', async () => {
    expect(await pushed(verdict)).toEqual(requests);
    const other = spansIn(await pushed({ ...verdict, runId: 'another' }));
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    const ids = new Set([...spans, ...other].map(({ spanId }) => spanId));
    expect(ids.size).toBe(2 * spans.length);
  });

  it('has the figures of each second at the time of that second', () => {
    const sent = metricsIn(requests)
      .filter(({ name }) => name === 'scaleproof.load.requests')
      .flatMap(({ gauge }) => gauge.dataPoints)
      .filter((point) => attributesOf(point).state === 'sent');
    expect(sent.map(({ timeUnixNano }) => at(timeUnixNano))).toEqual(
      timeline.load.map(({ second }) => second + 1),
    );
    expect(sent.map(({ asDouble }) => asDouble ?? 0)).toEqual(timeline.load.map((one) => one.sent));
    const instances = metricsIn(requests).find(({ name }) => name.endsWith('.instances'))!;
    expect(attributesOf(instances.gauge.dataPoints[0]!)).toEqual({
      ...{ system: 'wine', scenario: 'wine', environment: 'local' },
      state: 'in-service',
    });
  });

  it('has the verdict at the time the run ended, under the names of the OpenMetrics text', () => {
    const latency = metricsIn(requests).find(({ name }) => name === 'scaleproof.run.latency')!;
    expect(latency.unit).toBe('s');
    const p99 = latency.gauge.dataPoints.find((point) => attributesOf(point).quantile === '0.99')!;
    expect(p99.asDouble).toBe(3.321);
    expect(at(p99.timeUnixNano)).toBe(195);
  });

  it('says who speaks with the semantic conventions', () => {
    const { resource } = requests.at(-1)!.resourceMetrics![0]!;
    expect(attributesOf(resource)).toMatchObject({
      'service.name': 'scaleproof',
      'service.version': '0.1.0',
      'deployment.environment.name': 'local',
      'vcs.ref.head.revision': verdict.commit,
      'scaleproof.run.id': verdict.runId,
    });
    // A stand-in is no cloud, whatever Region its scenario names.
    expect(attributesOf(resource)).not.toHaveProperty('cloud.provider');
  });

  it('is the same as what is written as JSON lines', () => {
    const lines = renderOtlp(verdict, timeline, SIGNALS).trimEnd().split('\n');
    const written: Request[] = lines.map((line) => JSON.parse(line));
    const shape = ({ name, traceId, spanId, startTimeUnixNano, endTimeUnixNano }: Span) => ({
      ...{ name, traceId, spanId, startTimeUnixNano, endTimeUnixNano },
    });
    expect(spansIn(written).map(shape)).toEqual(spans.map(shape));
    const values = (each: Request[]) =>
      metricsIn(each).map(({ name, gauge }) => [
        name,
        gauge.dataPoints.map(({ timeUnixNano, asDouble }) => [timeUnixNano, asDouble ?? 0]),
      ]);
    expect(values(written)).toEqual(values(requests));
  });

  it('of an interrupted run has what was seen, and is no success', async () => {
    const events = verdict.scalingEvents.slice(0, 1);
    const cut = { ...verdict, ended: 'interrupted', scalingEvents: events } as const;
    const partly = await pushed(cut, timelineUntil(60));
    expect(attributesOf(spansIn(partly)[0]!)).toMatchObject({ 'test.suite.run.status': 'aborted' });
    expect(metricsIn(partly).length).toBeGreaterThan(10);
  });

  it('without AWS has no scaling event, and no series of AWS', async () => {
    const bare = { ...timeline, instances: [], metrics: [], target: null };
    const without = await pushed({ ...verdict, scalingEvents: [] }, bare);
    expect(spansIn(without)).toHaveLength(1);
    const names = metricsIn(without).map(({ name }) => name);
    expect(names).toContain('scaleproof.load.latency');
    expect(names.filter((name) => /endpoint|tracked|scaling/.test(name))).toEqual([]);
  });

  it('takes every hostile text, as text', async () => {
    const text = Object.values(HOSTILE).join(' ');
    const hostile = await pushed(hostileVerdict(text), hostileTimeline(text));
    expect(spansIn(hostile)).toHaveLength(spans.length);
    expect(JSON.stringify(hostile)).not.toMatch(/\\u00(0|1[0-9a-f]|7f|9b)|\u202e/);
  });
});
