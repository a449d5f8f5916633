/**
 * `npm run pictures`: the pictures of README and docs, from real runs on the stand-in. Runs each scenario
 * (about ten minutes in all), writes its reports, and takes its page in Chromium.
 *
 *     npm run pictures -- --only wine
 *     npm run pictures -- --from DIR    # the runs that an earlier call left there
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

/** By full path: on a PATH there may be a shim of something else. */
const CHROMIUM = process.env.SCALEPROOF_CHROMIUM || '/usr/bin/chromium';
const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const COMMAND = fileURLToPath(new URL('../bin/scaleproof.js', import.meta.url));

interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

const WIDE = { width: 1_280, height: 800 } as const;
const NARROW = { width: 400, height: 800 } as const;

interface Picture {
  readonly name: string;
  readonly args: readonly string[];
  /** Ctrl-C after so many seconds. */
  readonly interruptAfterSeconds?: number;
  readonly looks: readonly Look[];
}

const RUNS: readonly Picture[] = [
  {
    name: 'wine',
    args: ['wine'],
    looks: [
      { ...WIDE, scheme: 'light' },
      { ...WIDE, scheme: 'dark' },
      { ...NARROW, scheme: 'light' },
    ],
  },
  {
    name: 'at-maximum',
    args: ['wine', '--set', 'scaleproof.standIn.policy.maxCapacity=1'],
    looks: [{ ...WIDE, scheme: 'light' }],
  },
  { name: 'dog-b', args: ['dog-b'], looks: [{ ...WIDE, scheme: 'light' }] },
  {
    name: 'interrupted',
    args: ['wine'],
    interruptAfterSeconds: 80,
    looks: [{ ...WIDE, scheme: 'dark' }],
  },
];

const { values } = parseArgs({ options: { from: { type: 'string' }, only: { type: 'string' } } });
const runs = RUNS.filter(({ name }) => values.only === undefined || name === values.only);
if (runs.length === 0) {
  const known = RUNS.map(({ name }) => name).join(', ');
  console.error(`--only must be one of ${known}, not "${values.only}".`);
  process.exit(2);
}
const parent =
  values.from === undefined ? mkdtempSync(join(tmpdir(), 'pictures-')) : resolve(values.from);
mkdirSync(PICTURES, { recursive: true });
if (values.from === undefined) {
  for (const [index, run] of runs.entries()) {
    console.error(
      `[${index + 1}/${runs.length}] ${run.name}: scaleproof run ${run.args.join(' ')}`,
    );
    await runOnce(run);
  }
}
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  for (const run of runs) {
    const directory = runOf(run);
    // With the code as it is now, whichever wrote the run.
    await scaleproof(['report', directory]);
    for (const look of run.looks)
      await take(browser, run.name, join(directory, 'report.html'), look);
  }
} finally {
  await browser.close();
}
console.error(`The runs are in ${parent}; --from ${parent} takes their pictures again.`);

async function runOnce({ name, args, interruptAfterSeconds }: Picture): Promise<void> {
  await scaleproof(['run', ...args, '--out', join(parent, name)], interruptAfterSeconds);
}

function runOf({ name }: Picture): string {
  const latest = readdirSync(join(parent, name)).toSorted().at(-1);
  if (latest === undefined) throw new Error(`There is no run in ${join(parent, name)}.`);
  return join(parent, name, latest);
}

/** Whatever it exits with: some of the runs are meant to fail. */
function scaleproof(args: readonly string[], interruptAfterSeconds?: number): Promise<void> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const timer =
    interruptAfterSeconds === undefined
      ? undefined
      : setTimeout(() => child.kill('SIGINT'), interruptAfterSeconds * 1_000);
  return new Promise((done) => {
    child.once('close', () => {
      clearTimeout(timer);
      done();
    });
  });
}

async function take(
  browser: Browser,
  name: string,
  page: string,
  { width, height, scheme }: Look,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const shown = await context.newPage();
  await shown.goto(pathToFileURL(page).href);
  await shown.waitForFunction('document.documentElement.dataset.charts !== undefined');
  const file = join(PICTURES, `${name}-${width}-${scheme}.png`);
  await shown.screenshot({ path: file });
  console.error(file);
  await context.close();
}
