import { describe, expect, test } from 'vitest';
import { isTimeZone, nextTime, readSchedule } from '../../src/simulation/schedule.ts';

/** A Wednesday. */
const NOW = Date.parse('2026-04-15T10:30:00Z');

function next(text: string, timeZone = 'UTC', afterMs = NOW): string {
  const atMs = nextTime(readSchedule(text)!, { afterMs, sinceMs: NOW, timeZone });
  return Number.isFinite(atMs) ? new Date(atMs).toISOString() : 'never';
}

describe('the next time', () => {
  test.each([
    ['at(2026-04-15T11:00:00)', 'UTC', '2026-04-15T11:00:00.000Z'],
    ['at(2026-04-15T11:00:00)', 'Europe/Berlin', 'never'],
    ['at(2026-04-15T13:00:00)', 'Europe/Berlin', '2026-04-15T11:00:00.000Z'],
    ['at(2026-04-15T10:30:00)', 'UTC', 'never'],
    ['rate(5 minutes)', 'UTC', '2026-04-15T10:35:00.000Z'],
    ['rate(1 hour)', 'UTC', '2026-04-15T11:30:00.000Z'],
    ['cron(0 9 * * ? *)', 'UTC', '2026-04-16T09:00:00.000Z'],
    ['cron(45 10 * * ? *)', 'UTC', '2026-04-15T10:45:00.000Z'],
    ['cron(0/20 * * * ? *)', 'UTC', '2026-04-15T10:40:00.000Z'],
    ['cron(0 9 ? * MON-FRI *)', 'America/New_York', '2026-04-15T13:00:00.000Z'],
    ['cron(0 9 ? * SAT,SUN *)', 'UTC', '2026-04-18T09:00:00.000Z'],
    ['cron(0 0 1 JAN ? 2027)', 'UTC', '2027-01-01T00:00:00.000Z'],
    ['cron(0 0 29 2 ? *)', 'UTC', '2028-02-29T00:00:00.000Z'],
    ['cron(0 0 30 2 ? *)', 'UTC', 'never'],
    ['cron(0 0 1 1 ? 2020)', 'UTC', 'never'],
  ])('of %s in %s is %s', (text, timeZone, expected) => {
    expect(next(text, timeZone)).toBe(expected);
  });

  test('follows a zone across a change of its clocks', () => {
    const summer = Date.parse('2026-10-24T12:00:00Z');
    expect(next('cron(0 9 * * ? *)', 'Europe/Berlin', summer)).toBe('2026-10-25T08:00:00.000Z');
  });
});

test.each([
  'daily',
  'at(tomorrow)',
  'at(2026-13-01T00:00:00)',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'cron(0 9 * * *)',
  'cron(60 9 * * ? *)',
  'cron(0 9 L * ? *)',
  'cron(0 9 ? * 2#1 *)',
  'cron(0 9-8 * * ? *)',
  'cron(0/0 9 * * ? *)',
])('%s is no schedule', (text) => expect(readSchedule(text)).toBeUndefined());

test('a time zone is one that exists', () => {
  expect(['Europe/Berlin', 'UTC', 'Middle/Earth', ''].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
