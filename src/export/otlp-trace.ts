/**
 * A run as a trace: the run, in it each scaling event, in it one span a stage.
 *
 *     run wine                 |------------------------------------------------|
 *       scale-out                |------------------------------|
 *         metric-breach          |------|
 *         alarm                         |----------|
 *         in-service                                  |---------|
 *
 * A stage is a moment; its span is the wait before it, from the last measured stage. The spans are built by
 * hand, because a tracer stamps them with the time of the export.
 */
import { createHash } from 'node:crypto';
import {
  type Attributes,
  type HrTime,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api';
import { hrTimeDuration, millisToHrTime } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ScalingEvent, Stage } from '../analysis/scaling-event.ts';
import { plainText } from '../report/plain-text.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { knownAttributes } from './attributes.ts';
import { runResource, runScope } from './otlp-resource.ts';

interface SpanFacts {
  /** Where it is in the tree: unique in a trace. */
  readonly path: string;
  readonly parent: string | null;
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly attributes: Attributes;
  readonly status?: SpanStatus;
  readonly events?: readonly { readonly name: string; readonly attributes: Attributes }[];
}

const RUN = 'run';

/** @returns no spans where no time was recorded. */
export function runSpans(verdict: Verdict): ReadableSpan[] {
  const { startedAtMs, endedAtMs, scalingEvents } = verdict;
  const times = [startedAtMs, endedAtMs, ...scalingEvents.flatMap(momentsMs)].filter(
    (atMs) => atMs !== null,
  );
  if (times.length === 0) return [];
  const run: SpanFacts = {
    path: RUN,
    parent: null,
    name: `run ${plainText(verdict.scenario.name)}`,
    fromMs: Math.min(...times),
    toMs: Math.max(...times),
    attributes: runAttributes(verdict),
    status: statusOf(verdict),
    events: [...checkEvents(verdict), ...findingEvents(verdict)],
  };
  const toSpan = spanOf(verdict);
  return [run, ...scalingEvents.flatMap(eventSpans)].map(toSpan);
}

/** The same run has the same ids, so that pushing it again replaces what is there. */
function spanOf(verdict: Verdict): (facts: SpanFacts) => ReadableSpan {
  const resource = runResource(verdict);
  const instrumentationScope = runScope(verdict);
  const traceId = hexOf(verdict.runId, 32);
  const contextOf = (path: string) => ({
    traceId,
    spanId: hexOf(`${verdict.runId}\n${path}`, 16),
    traceFlags: TraceFlags.SAMPLED,
  });
  return ({ path, parent, name, fromMs, toMs, attributes, status, events = [] }) => {
    const startTime = toHrTime(fromMs);
    const endTime = toHrTime(toMs);
    return {
      name,
      kind: SpanKind.INTERNAL,
      spanContext: () => contextOf(path),
      ...(parent === null ? {} : { parentSpanContext: contextOf(parent) }),
      ...{ startTime, endTime, duration: hrTimeDuration(startTime, endTime), ended: true },
      status: status ?? { code: SpanStatusCode.UNSET },
      attributes,
      links: [],
      // What the judge said, it said of the whole run: when it was over.
      events: events.map((event) => ({ ...event, time: endTime })),
      ...{ resource, instrumentationScope },
      ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
    };
  };
}

function eventSpans(event: ScalingEvent, index: number): SpanFacts[] {
  const { direction, fromInstances, toInstances, stages, totalSeconds } = event;
  const measured = stages.filter(isMeasured);
  const first = measured[0];
  if (first === undefined) return [];
  const moments = momentsMs(event);
  const path = `event ${index}`;
  const instances = {
    'scaleproof.scaling.direction': direction,
    'scaleproof.instances.from': fromInstances,
    'scaleproof.instances.to': toInstances,
  };
  return [
    {
      path,
      parent: RUN,
      name: `scale-${direction}`,
      fromMs: Math.min(...moments),
      toMs: Math.max(...moments),
      attributes: knownAttributes({
        ...instances,
        'scaleproof.scaling.total_seconds': totalSeconds,
        'scaleproof.scaling.missing_stages': stages
          .filter(({ status }) => status === 'missing')
          .map(({ id }) => id),
      }),
    },
    ...measured.map((stage, place) => ({
      path: `${path} ${stage.id}`,
      parent: path,
      name: stage.id,
      // Within their errors, a stage may be read before the one that caused it.
      fromMs: Math.min(stage.atMs, (measured[place - 1] ?? first).atMs),
      toMs: stage.atMs,
      attributes: knownAttributes({
        ...instances,
        'scaleproof.stage.source': stage.source,
        'scaleproof.stage.resolution_seconds': stage.resolutionSeconds,
        'scaleproof.stage.plus_minus_seconds': stage.plusMinusSeconds,
        'scaleproof.stage.wait_seconds': stage.secondsFromPrevious,
        'scaleproof.stage.same_time_as_previous': stage.sameTimeAsPrevious,
        'scaleproof.stage.note': stage.note === '' ? null : stage.note,
      }),
    })),
  ];
}

function runAttributes(verdict: Verdict): Attributes {
  const { load, instances, scenario, target, status, ended } = verdict;
  const isKnown = load.unknownBecause === null;
  return knownAttributes({
    'test.suite.name': scenario.name,
    'test.suite.run.status': suiteStatus(verdict),
    'scaleproof.run.status': status,
    'scaleproof.run.ended': ended,
    'scaleproof.run.headline': verdict.headline,
    'scaleproof.run.time_compression': verdict.timeCompression,
    'scaleproof.target.url': target.url,
    'scaleproof.target.way': target.way,
    'scaleproof.load.planned': isKnown ? load.planned : null,
    'scaleproof.load.sent': isKnown ? load.sent : null,
    'scaleproof.load.completed': isKnown ? load.completed : null,
    'scaleproof.latency.p99_ms': load.latencyMs.p99,
    'scaleproof.instances.first': instances.first,
    'scaleproof.instances.peak': instances.peak,
    'scaleproof.instances.last': instances.last,
    'scaleproof.checks.failed': verdict.checks
      .filter((check) => check.status === 'fail')
      .map(({ id }) => id),
  });
}

/** Null where the conventions have no word for it: an inconclusive run neither succeeded nor failed. */
function suiteStatus({ status, ended }: Verdict): string | null {
  if (ended !== 'completed') return 'aborted';
  if (status === 'pass') return 'success';
  return status === 'fail' ? 'failure' : null;
}

function statusOf({ status, headline }: Verdict): SpanStatus {
  switch (status) {
    case 'pass':
      return { code: SpanStatusCode.OK };
    case 'fail':
    case 'error':
      return { code: SpanStatusCode.ERROR, message: plainText(headline) };
    case 'inconclusive':
      return { code: SpanStatusCode.UNSET };
  }
}

function checkEvents({ checks }: Verdict) {
  return checks
    .filter(({ status }) => status !== 'skipped')
    .map((check) => ({
      name: 'check',
      attributes: knownAttributes({
        'test.case.name': check.id,
        'test.case.result.status': check.status,
        'scaleproof.check.reason': check.reason,
        'scaleproof.check.observed': check.observed,
        'scaleproof.check.limit': check.limit,
        'scaleproof.check.message': check.message,
      }),
    }));
}

function findingEvents({ findings }: Verdict) {
  return findings.map(({ code, severity, message, advice }) => ({
    name: 'finding',
    attributes: knownAttributes({
      'scaleproof.finding.code': code,
      'scaleproof.finding.severity': severity,
      'scaleproof.finding.message': message,
      'scaleproof.finding.advice': advice,
    }),
  }));
}

type MeasuredStage = Stage & { readonly atMs: number };

function isMeasured(stage: Stage): stage is MeasuredStage {
  return stage.atMs !== null;
}

function momentsMs({ stages }: ScalingEvent): number[] {
  return stages.filter(isMeasured).map(({ atMs }) => atMs);
}

/** Rounded to microseconds: finer digits are noise of binary fractions. */
function toHrTime(ms: number): HrTime {
  return millisToHrTime(Math.round(ms * 1_000) / 1_000);
}

function hexOf(text: string, characters: number): string {
  return createHash('sha256').update(text.toWellFormed()).digest('hex').slice(0, characters);
}
