/** A recording as the services of the stand-in: one operation for each that was recorded. */
import type { Exchange, Json, WholeRecording } from '../../recordings/recording.ts';
import { Replay } from '../../recordings/replay.ts';
import type { Service } from '../services/service.ts';
import { AwsError } from '../wire/aws-error.ts';

/** What came was no answer: the caller waited in vain, or got half of one. */
export class NoAnswer extends Error {
  readonly what: 'hung' | 'malformed';
  constructor(what: 'hung' | 'malformed') {
    super(what);
    this.what = what;
  }
}

export interface RecordedServices {
  /** @param name as in the recording, such as `cloudwatch` */
  service(name: string): Service;
  /** Of a service whose operations are paths. @throws AwsError */
  answer(name: string, operation: string, input: Json): Json;
}

/** Minutes stay minutes: whatever divides one is aligned as it was. */
const ALIGN_MS = 60_000;

/**
 * Plays what was recorded as if it had begun now: times in answers move with it, by whole minutes, since
 * the periods of metrics and alarms are aligned to them.
 *
 * @param nowMs epoch ms
 */
export function recordedServices(
  { recording, exchanges }: WholeRecording,
  nowMs: () => number,
): RecordedServices {
  const replay = new Replay(exchanges);
  const shiftMs = Math.floor((nowMs() - recording.startedAtMs) / ALIGN_MS) * ALIGN_MS;
  const answer = (name: string, operation: string, input: Json): Json => {
    const atMs = nowMs() - shiftMs - recording.startedAtMs;
    const replayed = replay.answer(name, operation, recordedTimes(input, shiftMs), atMs);
    switch (replayed.is) {
      case 'answer':
        return replayed.answer;
      case 'error':
        throw errorOf(replayed.error);
      case 'not-recorded':
        throw new AwsError(
          'NotRecordedException',
          replayed.inputs === 0
            ? `The recording has no ${operation}.`
            : `The recording has ${operation}, but with ${replayed.inputs} other ${replayed.inputs === 1 ? 'input' : 'inputs'} only; ask as \`scaleproof record\` did, with the names in recording.json.`,
        );
    }
  };
  return {
    answer,
    service: (name) =>
      Object.fromEntries(
        replay
          .operationsOf(name)
          .map((operation) => [
            operation,
            (input: unknown) =>
              withDates(answer(name, operation, asked(input as Json)), shiftMs) as object,
          ]),
      ),
  };
}

function errorOf({ status, code, message, queryCode }: NonNullable<Exchange['error']>): Error {
  if (status === null) return new NoAnswer('hung');
  if (status < 400) return new NoAnswer('malformed');
  return new AwsError(code, message, { status, ...(queryCode && { queryCode }) });
}

/** The Query protocol writes these two among the members. */
const asked = ({ Action: _, Version: __, ...input }: Json): Json => input;

const TIME = /(?:Time|Timestamps?|Date)$/;

/** As dates, which every protocol writes in its own way. */
function withDates(value: unknown, shiftMs: number, key = ''): unknown {
  if (typeof value === 'number') return TIME.test(key) ? new Date(value * 1_000 + shiftMs) : value;
  if (Array.isArray(value)) return value.map((each) => withDates(each, shiftMs, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withDates(each, shiftMs, name)]),
  );
}

/** An input's times as the recording would have them, epoch seconds. */
function recordedTimes(input: Json, shiftMs: number): Json {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => {
      const seconds = TIME.test(key) ? secondsOf(value) : null;
      return [key, seconds === null ? value : seconds - shiftMs / 1_000];
    }),
  );
}

function secondsOf(time: unknown): number | null {
  if (typeof time === 'number') return time;
  if (typeof time !== 'string') return null;
  const seconds = Number.isNaN(Number(time)) ? Date.parse(time) / 1_000 : Number(time);
  return Number.isNaN(seconds) ? null : seconds;
}
