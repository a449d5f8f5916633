/** `--ui` of the real commands, beside their other flags. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verdictSchema } from '../../src/verdict/verdict.ts';
import { childrenOf, type Started, start, temporaryDirectory } from '../cli/command.ts';
import { ENDLESS, QUICK } from '../reliability/quick-settings.ts';
import { openStream, type Stream } from './stream.ts';

let out: string;
beforeEach(() => {
  out = temporaryDirectory();
});
afterEach(() => rmSync(out, { recursive: true }));

function endlessRun(...flags: readonly string[]): Started {
  const set = [...QUICK, ENDLESS].flatMap((setting) => ['--set', setting]);
  return start(['run', 'wine', '--ui', '--out', out, ...flags, ...set]);
}

/** Of the page that the command names on stderr. */
async function watch(command: Started): Promise<Stream> {
  const address = await new Promise<string>((found) => {
    let text = '';
    command.process.stderr!.on('data', (more: string) => {
      text += more;
      const [, url] = /^Watch it: (\S+)$/m.exec(text) ?? [];
      if (url !== undefined) found(url);
    });
  });
  return openStream(address);
}

const isEnd = ({ kind }: { kind: string }) => kind === 'end';
const hasResponses = ({ data }: { data: { main: string } }) => /[1-9]\d* correct/.test(data.main);

test('an interrupted run ends as its report, and stdout stays that of --json', async () => {
  const run = endlessRun('--json', '--quiet');
  const stream = await watch(run);
  await stream.until(hasResponses);
  run.process.kill('SIGINT');
  const end = await stream.until(isEnd);
  await stream.seen();
  const { code, stdout, stderr } = await run.finished;
  expect(code).toBe(130);
  const verdict = verdictSchema.parse(JSON.parse(stdout));
  expect(verdict.ended).toBe('interrupted');
  expect(end.data.main).toContain('The run was interrupted');
  expect(end.data.title).toContain(verdict.runId);
  expect(stderr).toMatch(/^Watch it: \S+\n$/);
});

test('a run whose page is killed goes on, with one warning', async () => {
  const run = endlessRun();
  const stream = await watch(run);
  await stream.until(hasResponses);
  const [page, ...others] = childrenOf(run.process.pid!, /page-child/);
  expect(others).toEqual([]);
  process.kill(page!, 'SIGKILL');
  await run.shown(
    /Serving the page: the page is gone \(SIGKILL\); the run goes on without it\n[\s\S]* load \| planned [1-9]/,
  );
  run.process.kill('SIGTERM');
  const { code, stdout } = await run.finished;
  expect(code).toBe(143);
  expect(stdout.match(/the page is gone/g)).toHaveLength(1);
  expect(stdout).toContain('Report: ');
});

test('collect shows what another load leaves, and ends as the report', async () => {
  const done = join(out, 'done');
  // The load lasts until the file is there.
  const load = `while ! test -e "${done}"; do sleep 0.1; done`;
  const settings = ['scaleproof.standIn=', 'scaleproof.watch=none'];
  const command = start([
    ...['collect', 'wine', '--env', 'local', '--ui', '--out', join(out, 'reports')],
    ...['--load-from', 'reports/sample/load.ndjson', '--during', load],
    ...settings.flatMap((setting) => ['--set', setting]),
  ]);
  const stream = await watch(command);
  await stream.until(({ data }) => data.main.includes('<h1>Watching external load'));
  writeFileSync(done, '');
  const { data } = await stream.until(isEnd);
  await stream.seen();
  expect(data.main).toContain('requests/s');
  const { stdout } = await command.finished;
  expect(stdout).toContain('Report: ');
  expect(data.title).toMatch(/^[A-Z]+: wine, /);
});
