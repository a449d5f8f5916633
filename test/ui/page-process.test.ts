/** The process that serves a page, and the one it belongs to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PageProcess, startPage } from '../../src/ui/page-process.ts';
import { allGone } from '../reliability/process-tree.ts';
import { ask, openStream } from './stream.ts';

const isEnd = ({ kind }: { kind: string }) => kind === 'end';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'page-process-'));
  cpSync('reports/sample', directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The run as if it still went on. */
function unfinished(): void {
  const file = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, end: null }));
}

/** A process that serves a page of the directory and prints where; it ends only when it is killed. */
async function parent(): Promise<{ process: ChildProcess; url: string; pid: number }> {
  const module = pathToFileURL(join('src', 'ui', 'page-process.ts'));
  const script = `
    const { startPage } = await import('${module}');
    const page = await startPage();
    page.begun('${directory}');
    console.log(JSON.stringify({ url: page.url, pid: page.pid }));
    setInterval(() => {}, 1_000);`;
  const file = join(directory, 'parent.mjs');
  writeFileSync(file, script);
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
    child.once('exit', () => reject(new Error('the process ended before it served a page')));
  });
  return { process: child, ...JSON.parse(line) };
}

function listed({ pid }: Pick<PageProcess, 'pid'>) {
  return [{ pid, parent: process.pid, commandLine: 'the page' }];
}

test('the page grows, and ends as the report', async () => {
  unfinished();
  const page = await startPage();
  expect(getPriority(page.pid)).toBe(19);
  const stream = await openStream(page.url);
  page.follow({ kind: 'step', step: 'load', message: 'ten of ten' });
  page.begun(directory);
  await stream.until(({ data }) => data.main.includes('on one clock'));
  cpSync('reports/sample', directory, { recursive: true });
  void stream.until(isEnd).then(stream.seen);
  await page.end(directory);
  expect(stream.events.at(-1)!.data.title).toMatch(/^PASS: wine, /);
  await allGone(listed(page));
});

test('a killed parent takes the page with it, once browsers have what reached the disk', async () => {
  unfinished();
  const run = await parent();
  const stream = await openStream(run.url);
  run.process.kill('SIGKILL');
  const { data } = await stream.until(isEnd);
  expect(data.main).toContain('The run ended abruptly');
  await allGone(listed(run));
  await expect(ask(run.url)).rejects.toThrow(/ECONNREFUSED/);
});

test('a page that dies says so once, and nothing that the run tells it fails', async () => {
  const page = await startPage();
  process.kill(page.pid, 'SIGKILL');
  expect(await page.lost).toBe('SIGKILL');
  page.follow({ kind: 'step', step: 'load', message: 'on' });
  page.begun(directory);
  await page.end(directory);
});

test('Ctrl-C at the terminal does not reach the page', async () => {
  const run = await parent();
  // A group of its own; signals of the terminal go to the group of the command.
  expect(() => process.kill(-run.pid, 0)).not.toThrow();
  run.process.kill('SIGKILL');
  await allGone(listed(run));
});
