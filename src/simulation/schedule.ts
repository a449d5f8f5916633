/**
 * The schedules of scheduled actions: `at(2026-01-31T09:00:00)`, `rate(5 minutes)` and
 * `cron(0 9 ? * MON-FRI *)`, in a time zone. Their times are wall-clock, however durations are divided.
 */

export type Schedule =
  | { readonly kind: 'at'; readonly local: number }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly fields: readonly ReadonlySet<number>[] };

const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;
const RATE = /^rate\((\d{1,6}) (minute|hour|day)s?\)$/;
const CRON = /^cron\(([^)]{1,200})\)$/;
const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const DAY_MS = UNIT_MS.day;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Minutes, hours, day of month, month, day of week, year. */
const FIELDS: readonly { from: number; to: number; names?: readonly string[] }[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: MONTHS },
  { from: 1, to: 7, names: DAYS },
  { from: 1970, to: 2199 },
];

/** Undefined for a text that is no schedule, or uses `L`, `W` or `#`, which are not simulated. */
export function readSchedule(text: string): Schedule | undefined {
  const at = AT.exec(text);
  if (at) {
    const local = Date.parse(`${at[1]}Z`);
    return Number.isNaN(local) ? undefined : { kind: 'at', local };
  }
  const rate = RATE.exec(text);
  if (rate) {
    const everyMs = Number(rate[1]) * UNIT_MS[rate[2] as keyof typeof UNIT_MS];
    return everyMs > 0 ? { kind: 'rate', everyMs } : undefined;
  }
  const cron = CRON.exec(text);
  const parts = cron ? cron[1]!.trim().split(/\s+/) : [];
  if (parts.length !== FIELDS.length) return undefined;
  const fields = parts.map((part, i) => readField(part.toUpperCase(), FIELDS[i]!));
  if (!fields.every((field) => field !== undefined)) return undefined;
  return { kind: 'cron', fields };
}

/** Whether this is a time zone that exists. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The first time after `afterMs`; Infinity when there is none. @param sinceMs when it was created */
export function nextTime(
  schedule: Schedule,
  { afterMs, sinceMs, timeZone }: { afterMs: number; sinceMs: number; timeZone: string },
): number {
  switch (schedule.kind) {
    case 'at': {
      const atMs = instantOf(schedule.local, timeZone);
      return atMs > afterMs ? atMs : Number.POSITIVE_INFINITY;
    }
    case 'rate': {
      const times = Math.floor((afterMs - sinceMs) / schedule.everyMs) + 1;
      return sinceMs + Math.max(1, times) * schedule.everyMs;
    }
    case 'cron':
      return nextCron(schedule.fields, afterMs, timeZone);
  }
}

function readField(
  text: string,
  { from, to, names = [] }: (typeof FIELDS)[number],
): ReadonlySet<number> | undefined {
  const numberOf = (word: string) => {
    const named = names.indexOf(word);
    return named >= 0 ? named + 1 : /^\d{1,4}$/.test(word) ? Number(word) : Number.NaN;
  };
  const chosen = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const [first = '', last] = range.split('-');
    const isAll = range === '*' || range === '?';
    const low = isAll ? from : numberOf(first);
    const high = isAll || (last === undefined && part.includes('/')) ? to : numberOf(last ?? first);
    const by = /^\d{1,4}$/.test(step) ? Number(step) : 0;
    if (more.length > 0 || !(low >= from && high <= to && low <= high) || by < 1) return undefined;
    for (let value = low; value <= high; value += by) chosen.add(value);
  }
  return chosen;
}

/** Far enough for 29 February. */
const MAX_DAYS = 9 * 366;

function nextCron(
  fields: readonly ReadonlySet<number>[],
  afterMs: number,
  timeZone: string,
): number {
  const [minutes, hours, days, months, weekdays, years] = fields;
  const today = Math.floor((afterMs + offsetMs(afterMs, timeZone)) / DAY_MS) * DAY_MS;
  for (let day = 0; day <= MAX_DAYS; day++) {
    const midnight = today + day * DAY_MS;
    const date = new Date(midnight);
    const matches =
      years!.has(date.getUTCFullYear()) &&
      months!.has(date.getUTCMonth() + 1) &&
      days!.has(date.getUTCDate()) &&
      weekdays!.has(date.getUTCDay() + 1);
    if (!matches) continue;
    for (const hour of [...hours!].sort((a, b) => a - b)) {
      for (const minute of [...minutes!].sort((a, b) => a - b)) {
        const atMs = instantOf(midnight + (hour * 60 + minute) * 60_000, timeZone);
        if (atMs > afterMs) return atMs;
      }
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** @param local a wall-clock time, as if it were UTC */
function instantOf(local: number, timeZone: string): number {
  // The second look is for a change of the clocks between the two.
  const guess = local - offsetMs(local, timeZone);
  return local - offsetMs(guess, timeZone);
}

/** How far the zone's clocks are ahead of UTC. */
function offsetMs(atMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const format = new Intl.DateTimeFormat('sv', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const local = Date.parse(`${format.format(new Date(atMs)).replace(' ', 'T')}Z`);
  return local - Math.floor(atMs / 1000) * 1000;
}
