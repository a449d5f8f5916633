import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.ts';
import { idOf, type Played, playedRun, START_MS } from './played-fleet.ts';

const played = (changes: Partial<Played> = {}) =>
  analyse(
    playedRun({
      seed: 3,
      instances: 2,
      scaleOuts: [
        { atSeconds: 120, to: 3 },
        { atSeconds: 420, to: 5 },
      ],
      ...changes,
    }),
  ).instances!;

describe('where an instance came from', () => {
  it('is told by when it was first seen', () => {
    const { each, unseen } = played();
    const origins = each.map(({ id, origin }) => [
      id,
      origin.kind,
      'event' in origin ? origin.event : null,
    ]);
    expect(origins.toSorted(([, left], [, right]) => `${left}`.localeCompare(`${right}`))).toEqual([
      ...[1, 2].map((ordinal) => [idOf(ordinal), 'first', null]).toSorted(),
      [idOf(3), 'scale-out', 0],
      ...[4, 5].map((ordinal) => [idOf(ordinal), 'scale-out', 1]).toSorted(),
    ]);
    expect(unseen).toEqual([]);
  });

  it('begins with the period of its first request, and its share is due later', () => {
    const third = played().each.find(({ id }) => id === idOf(3))!;
    expect(third.seen.fromMs).toBe(START_MS + 240_000);
    expect(third.dueMs).toBeGreaterThanOrEqual(START_MS + 420_000);
    expect(third.taken!.periods[0]!.startMs).toBeGreaterThanOrEqual(third.dueMs!);
  });

  it('leaves open which scale-out brought one that no metric names', () => {
    const { each, unseen } = played({ unlisted: [3] });
    expect(each).toHaveLength(4);
    expect(unseen).toMatchObject([{ event: 0, count: 1 }]);
    expect(unseen[0]!.taken!.low).toBeGreaterThan(0.5);
  });

  it('is a replacement where the count was not raised', () => {
    const run = playedRun({ seed: 3, instances: 2 });
    const halfMs = START_MS + 600_000;
    const replaced = run.aws.map((event) =>
      event.type === 'datapoint' && event.instanceId === idOf(2) && event.timestampMs >= halfMs
        ? { ...event, instanceId: 'i-new' }
        : event,
    );
    const { each } = analyse({ ...run, aws: replaced }).instances!;
    expect(each.map(({ origin }) => origin.kind)).toEqual(['first', 'first', 'replacement']);
    // The one that left is not held against anybody.
    expect(each.flatMap(({ oddities }) => oddities)).toEqual([]);
  });
});
