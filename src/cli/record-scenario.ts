/** Records, and says meanwhile and afterwards what there is. */
import { join } from 'node:path';
import { clock, counted, seconds } from '../format/numbers.js';
import { reserveFolder } from '../recordings/write-recording.ts';
import { checkEndpoint } from '../run/preflight.ts';
import { type Recorded, recordAnswers } from '../run/record-answers.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { EXIT_CANNOT_TELL } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';

interface Request {
  readonly scenario: WatchedScenario;
  readonly forSeconds: number;
  /** Undefined: a folder of its own below `recordings`. */
  readonly out: string | undefined;
  readonly quiet: boolean;
}

const TELL_EVERY_MS = 30_000;

/** @returns the exit code */
export async function recordScenario(
  { scenario, forSeconds, out, quiet }: Request,
  exit: (code: number) => void,
): Promise<number> {
  await checkEndpoint(scenario);
  const folder =
    out ?? join('recordings', `${timestamp()}-${scenario.name.replaceAll(/[^\w.-]+/g, '_')}`);
  const discard = reserveFolder(folder);
  const interrupt = onInterrupt(exit);
  const tell = (text: string) => {
    if (!quiet) process.stderr.write(`${text}\n`);
  };
  const { endpointName } = scenario.watch;
  tell(
    `Recording what AWS answers of ${endpointName} for ${seconds(forSeconds)}; Ctrl-C ends it and keeps what is there.`,
  );
  const startedMs = Date.now();
  let count = 0;
  const ticking = setInterval(() => {
    tell(`${clock((Date.now() - startedMs) / 1_000)}  ${counted(count, 'answer')}`);
  }, TELL_EVERY_MS);
  try {
    const recorded = await recordAnswers({
      ...{ scenario, forSeconds, folder, signal: interrupt.signal },
      onAnswer: (answers) => {
        count = answers;
      },
    });
    process.stdout.write(summaryOf(folder, recorded));
    return recorded.errors === recorded.recording.exchanges ? EXIT_CANNOT_TELL : 0;
  } finally {
    clearInterval(ticking);
    interrupt.dispose();
    // Only what is empty goes.
    discard();
  }
}

function summaryOf(folder: string, { recording, errors }: Recorded): string {
  const { lengthMs, exchanges, replaced } = recording;
  const failed = errors === 0 ? '' : `, ${counted(errors, 'error')} among them`;
  const kinds = Object.entries(replaced).map(
    ([kind, count]) => `  ${String(count).padStart(5)}  ${kind}`,
  );
  return `Recorded ${counted(exchanges, 'answer')} in ${clock(lengthMs / 1_000)}${failed}: ${folder}

Names replaced, by kind:
${kinds.join('\n')}

No replaced name is left in it. What else it tells only you can judge: read
${join(folder, 'recording.json')} and answers.ndjson before you share them.
Replay it with npx scaleproof local --recording ${folder}
`;
}

const timestamp = () => new Date().toISOString().replaceAll(':', '-');
