/** Runs `scaleproof init` with parsed arguments. */
import { join, relative } from 'node:path';
import { type PastedRequest, readRequest } from '../init/pasted.ts';
import { type Answers, type SetUp, setUp } from '../init/set-up.ts';
import { tryModule, writeSetUp } from '../init/write-set-up.ts';
import { quoted } from '../input/quote.ts';
import { readText } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';
import { WATCH_NOTHING } from '../scenario/schema.ts';
import { type Asker, createAsker, type Terminal } from './ask.ts';
import type { GlobalFlags } from './global-options.ts';

export interface InitFlags extends GlobalFlags {
  readonly system?: string;
  readonly url?: string;
  readonly request?: string;
  readonly response?: string;
  readonly labelAt?: string;
  readonly endpoint?: string;
  readonly rps?: number;
  readonly dir: string;
  readonly force: boolean;
  readonly json: boolean;
}

const DEFAULT_NAME = 'my-api';
const DEFAULT_RPS = 100;

/**
 * @param terminal where to ask; null without one, as in CI
 * @returns the exit code
 * @throws UserError when a file exists, or an answer cannot be used
 */
export async function initScenario(
  name: string | null,
  flags: InitFlags,
  terminal: Terminal | null = terminalOf(process),
): Promise<number> {
  const asker = terminal === null ? null : createAsker(terminal);
  let answers: Answers;
  try {
    answers = await answersFrom(name, flags, asker);
  } finally {
    asker?.close();
  }
  const made = setUp(answers);
  const { files, variables, notes } = made;
  writeSetUp(made, flags.dir, flags.force);
  const outcome =
    made.moduleFile === null || answers.response === null
      ? null
      : (await tryModule(join(flags.dir, made.moduleFile), answers.response)).outcome;
  const file = relative(process.cwd(), join(flags.dir, made.scenarioFile));
  const next = `npx scaleproof check ${flags.dir === '.' ? answers.name : file} --env smoke`;
  if (flags.json) {
    const paths = files.map(({ path }) => join(flags.dir, path));
    process.stdout.write(`${JSON.stringify({ files: paths, variables, notes, next }, null, 2)}\n`);
    return 0;
  }
  const lines = [
    ...files.map(({ path, what }) => `wrote  ${join(flags.dir, path).padEnd(24)}  ${what}`),
    ...(outcome === null ? [] : ['', `The module reads the response you pasted as ${outcome}.`]),
    ...labelLines(made),
    ...notes.flatMap((note) => ['', `Note: ${note}`]),
    ...(variables.length === 0
      ? []
      : ['', 'Set these first:', ...variables.map((each) => `  export ${each}=...`)]),
    '',
    'Next, compare a few predictions with their labels (no load):',
    `  ${next}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** What was guessed must be seen to be corrected. */
function labelLines({ contract }: SetUp): string[] {
  if (contract === null) return [];
  const { path, label } = contract.prediction;
  const where = path === null ? 'the whole response' : path.join('.');
  return [`It took ${where} (${quoted(label)}) as the label; --label-at PATH takes another.`];
}

async function answersFrom(
  given: string | null,
  flags: InitFlags,
  asker: Asker | null,
): Promise<Answers> {
  const line = async (flag: string | undefined, question: string, fallback = '') =>
    flag ?? ((await asker?.line(question, fallback)) || null);
  const name = given ?? (await asker?.line('Name of the scenario', DEFAULT_NAME)) ?? null;
  if (name === null) {
    throw new UserError(
      'Say what to name the scenario: `scaleproof init NAME`, or run in a terminal to be asked.',
    );
  }
  // What was pasted decides for an API of one's own.
  const hasExchange = flags.request !== undefined || flags.response !== undefined;
  const system = hasExchange
    ? (flags.system ?? null)
    : await line(flags.system, 'Built-in system, or empty for an API of your own');
  const request =
    system === null
      ? await pasted(
          '--request',
          flags.request,
          asker,
          'Paste one request (curl, HTTP text or JSON)',
        )
      : null;
  const response =
    system === null
      ? await pasted('--response', flags.response, asker, 'Paste its response')
      : null;
  const pastedRequest = request === null || asker === null ? null : readRequest(request);
  const url = await line(flags.url, urlQuestion(pastedRequest));
  // What is not on AWS most likely has no SageMaker endpoint behind it.
  const origin = url ?? pastedRequest?.origin ?? null;
  const fallback = origin === null || isAws(origin) ? '' : WATCH_NOTHING;
  return {
    name,
    system,
    request,
    response,
    url,
    endpointName: await line(
      flags.endpoint,
      `SageMaker endpoint behind it, "none" to watch nothing${fallback === '' ? ', or empty to read it from the environment' : ''}`,
      fallback,
    ),
    region: flags.region ?? null,
    rps:
      flags.rps ??
      Number(
        (await asker?.line('Requests/s that it must sustain', String(DEFAULT_RPS))) ?? DEFAULT_RPS,
      ),
    labelAt: flags.labelAt ?? null,
  };
}

function urlQuestion(request: PastedRequest | null): string {
  if (request === null || request.origin !== null) {
    return 'URL of the API, or empty for the one in the request';
  }
  return request.path === null
    ? 'URL of the API, with its path, such as https://api.example.com/v1/predict'
    : 'URL of the API';
}

function isAws(url: string): boolean {
  return URL.canParse(url) && /\.amazonaws\.com(\.cn)?$/.test(new URL(url).hostname);
}

/** More than any API takes or returns. */
const MAX_BYTES = 10_000_000;

async function pasted(
  flag: string,
  file: string | undefined,
  asker: Asker | null,
  question: string,
): Promise<string | null> {
  if (file === undefined) return asker === null ? null : asker.text(question);
  const next = 'name a file with the pasted text';
  return readText({ file, name: `${flag} ${file}`, next, maxBytes: MAX_BYTES });
}

function terminalOf({ stdin, stdout }: NodeJS.Process): Terminal | null {
  return stdin.isTTY && stdout.isTTY ? { input: stdin, output: stdout } : null;
}
