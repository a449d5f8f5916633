import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoadEnd, LoadSample } from '../../../src/record/load-events.ts';
import { DurationSketch } from '../../../src/record/sketch.ts';
import type { ToolRequest } from '../../../src/samples/tools/sample-reader.ts';
import { SecondBook } from '../../../src/samples/tools/second-book.ts';
import { OUTCOMES } from '../../../src/systems/outcome.ts';

const ZERO_MS = 1_700_000_000_000;
const TOOL = { name: 'k6', format: 'JSON', timeResolutionMs: 1, latencyResolutionMs: 1 };

const requests = fc.array(
  fc
    .record({
      atMs: fc.integer({ min: -5_000, max: 60_000 }),
      tookMs: fc.integer({ min: 0, max: 20_000 }),
      outcome: fc.constantFrom(...OUTCOMES),
      status: fc.constantFrom(200, 429, 503, null),
    })
    .map(
      ({ atMs, tookMs, outcome, status }): ToolRequest => ({
        ...{ sentMs: ZERO_MS + atMs, endMs: ZERO_MS + atMs + tookMs, outcome, status },
        error: outcome === 'network' ? 'ECONNRESET' : null,
      }),
    ),
  { minLength: 1, maxLength: 200 },
);

function booked(all: readonly ToolRequest[]) {
  const book = new SecondBook(ZERO_MS);
  for (const request of all) book.request(request);
  const events = [...book.events(TOOL)];
  return {
    events,
    samples: events.filter((event): event is LoadSample => event.type === 'sample'),
    end: events.at(-1) as LoadEnd,
  };
}

/** A sketch as what it tells: its bytes also tell in which order it grew. */
function comparable(all: readonly ToolRequest[]) {
  return booked(all).events.map((event) => {
    if (event.type !== 'sample') return event;
    const sketch = DurationSketch.fromLine(event.latencyMs);
    const told = [0, 0.1, 0.5, 0.9, 0.99, 1].map((q) => sketch.quantile(q));
    const { count, sum, min, max } = event.latencyMs;
    return { ...event, latencyMs: { count, sum, min, max, told }, serviceTimeMs: null };
  });
}

const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);

test('every request is sent once and ends once, and seconds follow each other', () => {
  fc.assert(
    fc.property(requests, (all) => {
      const { samples, end } = booked(all);
      expect(sum(samples.map(({ sent }) => sent))).toBe(all.length);
      expect(sum(samples.map(({ latencyMs }) => latencyMs.count))).toBe(all.length);
      expect(samples.map(({ second }) => second)).toEqual(samples.map((_, index) => index));
      for (const outcome of OUTCOMES) {
        const times = all.filter((one) => one.outcome === outcome).length;
        expect(end.outcomes[outcome] ?? 0).toBe(times);
        expect(sum(samples.map(({ outcomes }) => outcomes[outcome] ?? 0))).toBe(times);
      }
      expect(samples.every(({ inFlight }) => inFlight !== undefined && inFlight >= 0)).toBe(true);
      expect(samples.at(-1)?.inFlight).toBe(0);
    }),
  );
});

test('the order of requests does not matter', () => {
  fc.assert(
    fc.property(requests, fc.infiniteStream(fc.nat()), (all, dice) => {
      const shuffled = all
        .map((request) => ({ request, place: dice.next().value as number }))
        .sort((left, right) => left.place - right.place)
        .map(({ request }) => request);
      expect(comparable(shuffled)).toEqual(comparable(all));
    }),
  );
});

test('a long load keeps every latency, although most seconds are packed away', () => {
  const seconds = 2_000;
  const all = Array.from({ length: seconds }, (_, index): ToolRequest => {
    const sentMs = ZERO_MS + index * 1_000;
    return { sentMs, endMs: sentMs + (index % 900), outcome: 'correct', status: 200, error: null };
  });
  // What ends last was written last by one generator, and another's file came first.
  const { samples } = booked([...all, ...all]);
  const latency = new DurationSketch();
  for (const { latencyMs } of samples) latency.merge(DurationSketch.fromLine(latencyMs));
  expect(latency.count).toBe(2 * seconds);
  expect(latency.sum).toBe(2 * sum(all.map(({ sentMs, endMs }) => endMs - sentMs)));
  expect(samples.every(({ latencyMs }) => latencyMs.count === 2)).toBe(true);
});
