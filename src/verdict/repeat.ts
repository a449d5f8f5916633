/** The command that repeats a run. */
import { z } from 'zod';
import { shellWord } from '../format/shell-word.ts';
import type { Manifest } from '../record/manifest.ts';
import { WITHHELD } from '../scenario/repeat-arguments.ts';

export const repeatSchema = z.strictObject({
  command: z.string().describe('For a POSIX shell.'),
  incompleteBecause: z
    .enum(['not-recorded', 'withheld', 'load-elsewhere'])
    .nullable()
    .describe(
      '`not-recorded`: by an older version, which kept no flags. `withheld`: it lacks what may be secret. `load-elsewhere`: another tool has to send the load. Null: type it as it is.',
    ),
});
export type Repeat = z.infer<typeof repeatSchema>;

const USUAL_ENGINE = 'artillery';
const SENDER = 'COMMAND';

export function repeatOf({ scenario, loadFrom, workers, arguments: given }: Manifest): Repeat {
  const words = given ?? fromManifest(scenario);
  const isWithheld = words.some((word) => word.endsWith(`=${WITHHELD}`));
  const unknown = given === undefined ? 'not-recorded' : isWithheld ? 'withheld' : null;
  const elsewhere = loadFrom === 'file' || loadFrom === 'elsewhere';
  return {
    command: [
      'npx scaleproof',
      ...(elsewhere ? collected(words, loadFrom, workers) : sent(words, scenario)),
    ]
      .map((word, index) => (index === 0 ? word : shellWord(word)))
      .join(' '),
    incompleteBecause: loadFrom === 'elsewhere' ? (unknown ?? 'load-elsewhere') : unknown,
  };
}

function sent(words: readonly string[], { engine, replay }: Manifest['scenario']): string[] {
  const engineWords = engine === USUAL_ENGINE ? [] : ['--engine', engine];
  return ['run', ...words, ...engineWords, '--seed', String(replay.seed)];
}

function collected(
  words: readonly string[],
  loadFrom: 'file' | 'elsewhere',
  workers: number | undefined,
): string[] {
  if (workers !== undefined) {
    return loadFrom === 'file'
      ? ['import', 'SAMPLES', ...words]
      : ['collect', ...words, '--workers', String(workers), '--during', SENDER];
  }
  const load = loadFrom === 'file' ? ['--load-from', 'RUN/load.ndjson'] : ['--during', SENDER];
  return ['collect', ...words, ...load];
}

/** Of the flags, the environment alone. */
function fromManifest({ name, environment }: Manifest['scenario']): string[] {
  return [name, '--env', environment];
}
