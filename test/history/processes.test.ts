/** Several real processes that write one history, some of them killed. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addToHistory, readHistory } from '../../src/history/history.ts';
import { temporaryDirectory } from '../cli/command.ts';
import { entry } from './entries.ts';

interface Writer {
  /** What it has said it added, so far. */
  readonly added: string[];
  readonly finished: Promise<{ code: number | null; signal: string | null }>;
  /** Kills it once it has added so many. */
  killAfter(count: number): void;
}

function write(...args: string[]): Writer {
  const child = spawn(process.execPath, ['test/history/writer-process.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const added: string[] = [];
  let rest = '';
  let limit = Number.POSITIVE_INFINITY;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    added.push(...lines);
    if (added.length >= limit) child.kill('SIGKILL');
  });
  const finished = new Promise<{ code: number | null; signal: string | null }>((settle) =>
    child.once('close', (code, signal) => settle({ code, signal })),
  );
  return {
    added,
    finished,
    killAfter: (count) => {
      limit = count;
    },
  };
}

function newHistory(): string {
  const directory = temporaryDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'template.json'), JSON.stringify(LONG));
  return join(directory, 'history.ndjson');
}

/** Longer than what the kernel writes at a time. */
const LONG = entry(0, { headline: 'x'.repeat(20_000) });
/** By name, `a-0` to `a-9`. */
const called = (name: string, count: number) =>
  names(name, count).map((runId, index) => entry(index, { runId }));

const idsIn = (file: string) => readHistory(file).runs.map(({ runId }) => runId);
const names = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`);

describe('processes that write one history', () => {
  test.each([2, 8])('%i append at once: nothing is lost, nothing is torn', async (count) => {
    const file = newHistory();
    const writers = names('w', count);
    const each = 200 / count;
    const ended = await Promise.all(
      writers.map((name) => write('append', file, name, String(each)).finished),
    );
    expect(ended).toEqual(writers.map(() => ({ code: 0, signal: null })));
    expect(idsIn(file).toSorted()).toEqual(writers.flatMap((name) => names(name, each)).toSorted());
    expect(readHistory(file).problems).toEqual([]);
    // A writer that sees a line half written begins a new one: there may be empty ones.
    expect(readFileSync(file, 'utf8').split('\n').filter(Boolean)).toHaveLength(200);
  });

  test('pruned while others append: what they added and what is kept is there', async () => {
    const file = newHistory();
    addToHistory(file, [...called('old', 20), ...called('kept', 20)]);
    const writers = ['a', 'b', 'c'];
    const ended = await Promise.all([
      ...writers.map((name) => write('append', file, name, '20').finished),
      write('prune', file, '10').finished,
      write('prune', file, '10').finished,
    ]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(idsIn(file).toSorted()).toEqual(
      [names('kept', 20), ...writers.map((name) => names(name, 20))].flat().toSorted(),
    );
  });

  test('read while it is pruned: all of what is kept, every time', async () => {
    const file = newHistory();
    addToHistory(file, called('kept', 40));
    const pruning = write('prune', file, '20');
    let isDone = false;
    void pruning.finished.then(() => {
      isDone = true;
    });
    let reads = 0;
    while (!isDone) {
      expect(idsIn(file)).toHaveLength(40);
      reads += 1;
      await new Promise((next) => setImmediate(next));
    }
    expect(reads).toBeGreaterThan(1);
    expect((await pruning.finished).code).toBe(0);
  });

  test('killed while they append: all that was added is there, and the next appends', async () => {
    const file = newHistory();
    const writers = ['a', 'b', 'c'].map((name) => write('append', file, name, '100000'));
    for (const [index, writer] of writers.entries()) writer.killAfter(10 + 5 * index);
    const ended = await Promise.all(writers.map(({ finished }) => finished));
    expect(ended.map(({ signal }) => signal)).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
    addToHistory(file, [entry(0, { runId: 'next' })]);
    const added = writers.flatMap((writer) => writer.added);
    expect(idsIn(file)).toEqual(expect.arrayContaining([...added, 'next']));
  });

  test('killed between moving the file aside and writing its successor: nothing is lost', async () => {
    const file = newHistory();
    addToHistory(file, called('kept', 5));
    for (let time = 1; time <= 2; time += 1) {
      expect((await write('killed-pruning', file).finished).signal).toBe('SIGKILL');
      expect(idsIn(file).toSorted()).toEqual(
        [...names('kept', 5), ...names('added', time - 1)].toSorted(),
      );
      addToHistory(file, [entry(9, { runId: `added-${time - 1}` })]);
    }
    expect((await write('prune', file, '1').finished).code).toBe(0);
    expect(idsIn(file).toSorted()).toEqual([...names('kept', 5), ...names('added', 2)].toSorted());
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(8);
    expect(readdirSync(dirname(file))).toEqual(['history.ndjson', 'template.json']);
  });
});
