import { describe, expect, it } from 'vitest';
import { instanceChanges } from '../../src/analysis/instance-changes.ts';
import { countedPoints, surelyInService } from '../../src/analysis/instance-counts.ts';

/** Polls a second apart: `current/desired`, `-` for a count that was not told. */
function polls(text: string) {
  return text.split(' ').map((poll, index) => {
    const [current, desired] = poll
      .split('/')
      .map((count) => (count === '-' ? null : Number(count)));
    return { atMs: index * 1_000, current: current ?? null, desired: desired ?? null, status: '' };
  });
}

describe('instanceChanges', () => {
  it.each([
    ['nothing', '1/1 1/1', []],
    ['one scale-out', '1/1 1/3 1/3 3/3', [['out', 1, 3, 1, 3]]],
    ['one that comes in steps', '1/1 1/3 2/3 3/3', [['out', 1, 3, 1, 3]]],
    [
      'two in sequence',
      '1/1 1/2 2/2 2/3 3/3',
      [
        ['out', 1, 2, 1, 2],
        ['out', 2, 3, 3, 4],
      ],
    ],
    [
      'two that overlap',
      '1/1 1/2 1/3 3/3',
      [
        ['out', 1, 2, 1, 3],
        ['out', 2, 3, 2, 3],
      ],
    ],
    [
      'out and in',
      '1/1 1/2 2/2 2/1 1/1',
      [
        ['out', 1, 2, 1, 2],
        ['in', 2, 1, 3, 4],
      ],
    ],
    ['one that never came', '1/1 1/2 1/2', [['out', 1, 2, 1, null]]],
    ['one that was withdrawn', '1/1 1/4 1/4 1/1', [['out', 1, 4, 1, null]]],
    ['one under way at the first poll', '1/2 2/2', [['out', 1, 2, 0, 1]]],
    ['counts without desired ones', '1/- 1/- 3/-', [['out', 1, 3, null, 2]]],
    ['an instance lost', '3/3 2/3 3/3', []],
    ['no counts at all', '-/- -/-', []],
  ])('sees %s', (_what, text, expected) => {
    const changes = instanceChanges(polls(text)).map((change) => [
      change.direction,
      change.from,
      change.to,
      change.desired === null ? null : change.desired.poll.atMs / 1_000,
      change.inService === null ? null : change.inService.poll.atMs / 1_000,
    ]);
    expect(changes).toEqual(expected);
  });
});

describe('surelyInService', () => {
  const points = countedPoints(polls('1/1 1/3 3/3'));

  it.each([
    [-1_000, 1],
    [0, 1],
    [1_500, 1],
    [2_000, 3],
    // Polls come every second: five seconds after the last one nobody knows any more.
    [7_000, 3],
    [7_001, null],
  ])('at %i ms counts the smaller of both sides: %s', (atMs, expected) => {
    expect(surelyInService(points, atMs)).toBe(expected);
  });
});
