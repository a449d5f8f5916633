/** Recordings made and replayed in virtual time: the lab's stand-in, the real collector, no socket. */
import type { AwsClients } from '../../src/collector/clients.ts';
import { Collector } from '../../src/collector/collector.ts';
import { recordedRouter } from '../../src/local/recorded/recorded-router.ts';
import { type AwsEvent, awsEventSchema } from '../../src/record/aws-events.ts';
import { parseLines, type RunRecord } from '../../src/record/read.ts';
import { anonymize } from '../../src/recordings/anonymize.ts';
import { asOnTheWire } from '../../src/recordings/capture.ts';
import type { Name } from '../../src/recordings/names.ts';
import {
  type Exchange,
  RECORDING_VERSION,
  type RecordedError,
  type RecordedNames,
  type WholeRecording,
} from '../../src/recordings/recording.ts';
import { type Watch, watchSchema } from '../../src/scenario/schema.ts';
import { runInVirtualTime } from '../matrix/lab.ts';
import { type LabRun, scenarioOf } from '../matrix/lab-scenario.ts';
import { virtualClients } from '../matrix/virtual-clients.ts';
import { VirtualTime } from '../matrix/virtual-time.ts';

const SERVICES = {
  cloudWatch: 'cloudwatch',
  sageMaker: 'sagemaker',
  autoScaling: 'application-autoscaling',
  lambda: 'lambda',
} as const;

interface Command {
  readonly input: object;
}
interface Sender {
  send(command: Command): Promise<object>;
}

/** As `capture` does with clients of the SDK. */
export function noting(
  clients: AwsClients,
  now: () => number,
  on: (exchange: Exchange) => void,
): AwsClients {
  const wrapped = Object.entries(SERVICES).map(([name, service]) => {
    const client = (clients as unknown as Record<string, Sender>)[name]!;
    const send = async (command: Command) => {
      const atMs = now();
      const operation = command.constructor.name.replace(/Command$/, '');
      const asked = { atMs, service, operation, input: asOnTheWire(command.input) };
      const told = (outcome: Pick<Exchange, 'answer' | 'error'>) =>
        on({ ...asked, durationMs: now() - atMs, ...outcome });
      try {
        const answer = await client.send(command);
        told({ answer: asOnTheWire(answer), error: null });
        return answer;
      } catch (cause) {
        told({ answer: null, error: errorOf(cause as Error) });
        throw cause;
      }
    };
    return [name, { send }];
  });
  return { ...clients, ...Object.fromEntries(wrapped) };
}

function errorOf(cause: Error & { $metadata?: { httpStatusCode?: number } }): RecordedError {
  const { name: code, message, $metadata } = cause;
  return { status: $metadata?.httpStatusCode ?? null, code, message };
}

export interface Made {
  readonly record: RunRecord;
  readonly whole: WholeRecording;
  readonly names: readonly Name[];
}

export async function recordInVirtualTime(run: LabRun): Promise<Made> {
  const exchanges: Exchange[] = [];
  let startedAtMs = 0;
  const record = await runInVirtualTime(run, undefined, undefined, (clients, now) => {
    startedAtMs = now();
    return noting(clients, now, (exchange) => exchanges.push(exchange));
  });
  const relative = exchanges.map((each) => ({
    ...each,
    // Never later than it was.
    atMs: Math.floor(each.atMs - startedAtMs),
    durationMs: Math.floor(each.durationMs),
  }));
  const { watch, standIn } = scenarioOf(run);
  const { endpointUrl: _, ...named } = watch;
  const anonymous = anonymize(named as RecordedNames, relative);
  const { watch: names, exchanges: replaced } = anonymous;
  return {
    record,
    names: anonymous.names.all(),
    whole: {
      exchanges: replaced,
      recording: {
        schemaVersion: RECORDING_VERSION,
        scaleproof: 'under test',
        from: 'stand-in',
        startedAtMs,
        lengthMs: Math.floor(record.manifest.end!.atMs - startedAtMs),
        clockOffsetMs: 0,
        timeCompression: standIn!.timeCompression,
        watch: names,
        exchanges: replaced.length,
        replaced: anonymous.names.counts(),
      },
    },
  };
}

/** @returns what the collector makes of it, watching for as long as was recorded */
export async function replayInVirtualTime(
  { recording, exchanges }: WholeRecording,
  /** Since the start; null watches to the end. */
  loadEndsMs: number | null = null,
): Promise<readonly AwsEvent[]> {
  const time = new VirtualTime(recording.startedAtMs);
  const { now } = time;
  const handler = recordedRouter({ recording, exchanges }, now);
  const events: AwsEvent[] = [];
  await time.run(async () => {
    const collector = new Collector({
      watch: watchSchema.parse(recording.watch) satisfies Watch,
      settle: { maxSeconds: 360, untilScaleIn: false },
      clients: (clock) => virtualClients({ handler, clock, now, random: () => 0.5 }),
      write: (event) => void events.push(event),
      now,
      random: () => 0.5,
    });
    await collector.start();
    const endsMs = recording.startedAtMs + (loadEndsMs ?? recording.lengthMs);
    await new Promise<void>((resolve) => setTimeout(resolve, endsMs - now()));
    if (loadEndsMs !== null) await collector.settle(new AbortController().signal);
    await collector.stop();
  });
  const text = events.map((event) => JSON.stringify(event)).join('\n');
  const { events: read, unreadable } = parseLines(text, awsEventSchema);
  if (unreadable.length > 0) throw new Error(`${unreadable.length} events cannot be read back`);
  return read;
}
