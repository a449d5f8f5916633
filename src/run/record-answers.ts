/** Watches an endpoint as a run does, and keeps what AWS answers instead of judging it. */
import { setTimeout as delay } from 'node:timers/promises';
import { createClients } from '../collector/clients.ts';
import { Collector } from '../collector/collector.ts';
import { scaleproofVersion } from '../record/versions.ts';
import { anonymize } from '../recordings/anonymize.ts';
import { capture } from '../recordings/capture.ts';
import { type Exchange, RECORDING_VERSION, type Recording } from '../recordings/recording.ts';
import { writeRecording } from '../recordings/write-recording.ts';
import type { Watch, WatchedScenario } from '../scenario/schema.ts';

export interface RecordOptions {
  readonly scenario: WatchedScenario;
  readonly forSeconds: number;
  /** Of an empty folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Called after each answer with how many there are. */
  readonly onAnswer: (count: number) => void;
}

export interface Recorded {
  readonly recording: Recording;
  /** Answers that were errors. */
  readonly errors: number;
}

const AWS_PERIOD_SECONDS = 60;

/**
 * Everything is kept in memory until it ends, so that no name is ever written.
 *
 * @throws UserError when the recording cannot be written, or a name would be left in it
 */
export async function recordAnswers(options: RecordOptions): Promise<Recorded> {
  const { scenario, forSeconds, folder, signal, onAnswer } = options;
  const { watch } = scenario;
  const startedAtMs = Date.now();
  const exchanges: Exchange[] = [];
  let clockOffsetMs = 0;
  let periodSeconds = watch.periodSeconds;
  const collector = new Collector({
    watch,
    settle: scenario.settle,
    clients: (clock) => {
      const clients = createClients(watch, clock, Date.now);
      const { cloudWatch, sageMaker, autoScaling, lambda } = clients;
      capture([cloudWatch, sageMaker, autoScaling, lambda], Date.now, (exchange) => {
        exchanges.push({ ...exchange, atMs: Math.max(0, exchange.atMs - startedAtMs) });
        onAnswer(exchanges.length);
      });
      return clients;
    },
    // What it makes of the answers is not what is kept.
    write: (event) => {
      if (event.type === 'clock') clockOffsetMs = event.offsetMs;
      // A stand-in's alarm tells how long its minute is.
      if (event.type === 'alarm' && event.metric === 'InvocationsPerInstance') {
        periodSeconds = event.periodSeconds;
      }
    },
    now: Date.now,
    random: Math.random,
  });
  try {
    await collector.start();
    await delay(forSeconds * 1_000, undefined, { signal }).catch(() => {});
  } finally {
    await collector.stop();
  }
  const anonymized = anonymize(namesOf(watch), exchanges);
  const isStandIn = watch.endpointUrl !== undefined;
  const recording: Recording = {
    schemaVersion: RECORDING_VERSION,
    scaleproof: scaleproofVersion(),
    from: isStandIn ? 'stand-in' : 'aws',
    startedAtMs,
    lengthMs: Date.now() - startedAtMs,
    clockOffsetMs: Math.round(clockOffsetMs),
    timeCompression: isStandIn ? AWS_PERIOD_SECONDS / periodSeconds : null,
    watch: anonymized.watch,
    exchanges: exchanges.length,
    replaced: anonymized.names.counts(),
  };
  writeRecording(folder, { recording, exchanges: anonymized.exchanges }, anonymized.names.all());
  return { recording, errors: exchanges.filter(({ error }) => error !== null).length };
}

/** Without the address, which is nobody's business. */
function namesOf({ endpointUrl: _, ...watch }: Watch): Recording['watch'] {
  return watch as Recording['watch'];
}
