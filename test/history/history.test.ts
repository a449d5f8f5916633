import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Acceptance } from '../../src/history/entry.ts';
import {
  addToHistory,
  mergeHistories,
  pruneHistory,
  readHistory,
} from '../../src/history/history.ts';
import { entry, type Given } from './entries.ts';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'history-'));
});
afterAll(() => rmSync(parent, { recursive: true }));

let files = 0;
/** @returns a file in a folder of its own, with these lines */
function historyOf(...lines: (object | string)[]): string {
  files += 1;
  const folder = join(parent, String(files));
  mkdirSync(folder);
  const file = join(folder, 'history.ndjson');
  if (lines.length > 0) writeFileSync(file, lines.map((line) => `${asText(line)}\n`).join(''));
  return file;
}

const night = entry;
const nights = (count: number, given?: Given) =>
  Array.from({ length: count }, (_, index) => entry(index, given));
const asText = (line: object | string) => (typeof line === 'string' ? line : JSON.stringify(line));
const idsIn = (file: string) => readHistory(file).runs.map(({ runId }) => runId);
const text = (file: string) => readFileSync(file, 'utf8');
const NEWER = '{"type":"run","schemaVersion":2,"runId":"of tomorrow","flux":88}';

function acceptance(from = entry(3)): Acceptance {
  const { series, runId: fromRunId, startedAtMs: fromMs } = from;
  const told = {
    metrics: ['latency-p99.after'],
    because: 'larger model',
    acceptedAtMs: fromMs + 1,
  };
  return { type: 'accept', schemaVersion: 1, series, fromRunId, fromMs, ...told };
}

describe('a history', () => {
  test('gives back what was added, by the time of the runs', () => {
    const file = historyOf();
    addToHistory(file, [night(2), night(0)]);
    addToHistory(file, [night(1), acceptance()]);
    expect(readHistory(file)).toEqual({
      file,
      runs: nights(3),
      acceptances: [acceptance()],
      problems: [],
    });
  });

  test('makes its folder, and adds nothing for nothing', () => {
    const file = join(historyOf(), '../new/folder/history.ndjson');
    addToHistory(file, []);
    expect(() => readHistory(file)).toThrow('does not exist');
    addToHistory(file, [night(0)]);
    expect(idsIn(file)).toHaveLength(1);
  });

  test('has a run that is added again once, as it was added last', () => {
    const file = historyOf(night(0), night(1));
    addToHistory(file, [night(0, { label: 'again' })]);
    expect(readHistory(file).runs.map(({ label }) => label)).toEqual(['again', null]);
  });

  test('can be read without its sketches, also where a segment has a strange name', () => {
    const sketch = { count: 1, sum: 5, min: 5, max: 5, ddsketch: 'AAAA' };
    const segments = ['before', 'a],"x":[', '2-instances'].map((name) => ({
      ...{ name, seconds: 9, latencyMs: sketch },
    }));
    const [plain, strange] = [
      entry(0, { segments: [segments[0]!, segments[2]!] }),
      entry(1, { segments }),
    ];
    const file = historyOf(plain, strange, acceptance());
    expect(readHistory(file).runs).toEqual([plain, strange]);
    const read = readHistory(file, { sketches: false });
    expect(read.runs).toEqual([{ ...plain, segments: [] }, strange]);
    expect(read.acceptances).toEqual([acceptance()]);
  });

  test('can be empty', () => {
    expect(readHistory(historyOf(''))).toMatchObject({ runs: [], acceptances: [], problems: [] });
  });
});

describe('a line that was cut off by a kill', () => {
  const [first, last, next] = nights(3).map(asText) as [string, string, string];

  test('at any byte costs that line only; the next append begins a new one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: last.length }), (cut) => {
        const file = historyOf();
        writeFileSync(file, `${first}\n${last.slice(0, cut)}`);
        const whole = cut === last.length;
        expect(idsIn(file)).toEqual(nights(whole ? 2 : 1).map(({ runId }) => runId));
        expect(readHistory(file).problems).toHaveLength(cut === 0 || whole ? 0 : 1);
        addToHistory(file, [night(2)]);
        expect(idsIn(file)).toEqual([0, ...(whole ? [1] : []), 2].map((at) => night(at).runId));
        rmSync(file);
      }),
      { examples: [[0], [1], [9], [10], [last.length - 1], [last.length]] },
    );
  });

  test('is no reason to refuse the file, even alone', () => {
    for (const cut of [1, 8, 9, 500]) {
      const file = historyOf();
      writeFileSync(file, first.slice(0, cut));
      expect(readHistory(file).runs).toEqual([]);
      expect(mergeHistories(file, [historyOf(night(1))])).toBe(1);
      expect(idsIn(file)).toEqual([night(1).runId]);
    }
  });

  test('does not take along a line that another writer had appended behind it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: last.length - 1 }), (cut) => {
        const file = historyOf();
        writeFileSync(file, `${first}\n${last.slice(0, cut)}${next}\n`);
        expect(idsIn(file)).toEqual([night(0).runId, night(2).runId]);
        rmSync(file);
      }),
    );
  });

  test('is named with its number', () => {
    const file = historyOf(night(0), last.slice(0, 700), night(2));
    expect(readHistory(file).problems).toEqual([
      `History ${file}, line 2: not a whole line of a history; left out.`,
    ]);
  });
});

describe('pruning', () => {
  const keepNewest = (count: number) => (runs: readonly unknown[]) => runs.slice(-count) as never;

  test('keeps what it is told to, acceptances, and lines of a newer version as they are', () => {
    const file = historyOf(
      night(2),
      NEWER,
      acceptance(),
      night(0),
      night(1),
      night(2, { label: 'b' }),
    );
    expect(pruneHistory(file, keepNewest(2))).toBe(1);
    expect(text(file).split('\n')).toEqual([
      ...[night(2, { label: 'b' }), NEWER, acceptance(), night(1)].map(asText),
      '',
    ]);
    expect(readdirSync(join(file, '..'))).toEqual(['history.ndjson']);
  });

  test('leaves the file alone when what decides throws', () => {
    const file = historyOf(night(0));
    expect(() =>
      pruneHistory(file, () => {
        throw new RangeError('no');
      }),
    ).toThrow(RangeError);
    expect(idsIn(file)).toHaveLength(1);
  });

  const kept = nights(4).map(asText);
  test.each<[string, string[] | null, string[][]]>([
    ['after the file was moved', null, [kept]],
    ['while the new file was written', [...kept.slice(0, 2), kept[2]!.slice(0, 900)], [kept]],
    ['before the old file was deleted', kept.slice(1), [kept]],
    ['twice', [kept[3]!], [kept.slice(0, 2), kept.slice(1, 3)]],
  ])('that was killed %s loses nothing, and the next one ends it', (_, now, aside) => {
    const file = historyOf(...(now ?? []));
    aside.forEach((lines, index) => {
      writeFileSync(`${file}.pruned-${index}`, lines.map((line) => `${line}\n`).join(''));
    });
    expect(idsIn(file)).toEqual(nights(4).map(({ runId }) => runId));
    addToHistory(file, [night(4)]);
    expect(mergeHistories(file, [historyOf(...nights(5))])).toBe(0);
    expect(pruneHistory(file, keepNewest(3))).toBe(2);
    expect(idsIn(file)).toEqual(
      nights(5)
        .slice(2)
        .map(({ runId }) => runId),
    );
    expect(readdirSync(join(file, '..'))).toEqual(['history.ndjson']);
  });

  test('leaves a link a link', () => {
    const file = historyOf(night(0), night(1));
    const link = join(historyOf(), '../link.ndjson');
    symlinkSync(file, link);
    expect(pruneHistory(link, keepNewest(1))).toBe(1);
    expect(idsIn(file)).toEqual([night(1).runId]);
    expect(idsIn(link)).toEqual([night(1).runId]);
  });
});

describe('merging', () => {
  const some = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 10 });

  test('gives each run once, whatever both hold, and again adds nothing', () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        const [left, right] = [one, other].map((indices) =>
          historyOf('', ...indices.map((index) => night(index))),
        ) as [string, string];
        const all = [...new Set([...one, ...other])].toSorted().map((index) => night(index).runId);
        expect(mergeHistories(left, [right])).toBe(all.length - one.length);
        const merged = text(left);
        expect(idsIn(left)).toEqual(all);
        expect(mergeHistories(left, [right, right, left])).toBe(0);
        expect(text(left)).toBe(merged);
        mergeHistories(right, [left]);
        expect(idsIn(right)).toEqual(all);
      }),
    );
  });

  test('into a file that does not exist makes it', () => {
    const file = historyOf();
    expect(mergeHistories(file, [historyOf(night(0)), historyOf(night(0), acceptance())])).toBe(2);
    expect(readHistory(file)).toMatchObject({ runs: [night(0)], acceptances: [acceptance()] });
  });

  test('keeps lines of a newer version as they are, once', () => {
    const file = historyOf(night(0));
    expect(mergeHistories(file, [historyOf(NEWER, night(1)), historyOf(NEWER)])).toBe(2);
    expect(text(file).split('\n')).toEqual([asText(night(0)), NEWER, asText(night(1)), '']);
  });

  test('takes both of two acceptances, and one of the same twice', () => {
    const [one, other] = [acceptance(), acceptance(night(5))];
    const file = historyOf(one);
    expect(mergeHistories(file, [historyOf(one, other)])).toBe(1);
    expect(readHistory(file).acceptances).toEqual([one, other]);
  });
});

describe('what is no history of this version is refused in one sentence', () => {
  test.each<[string, () => string, RegExp]>([
    [
      'a newer version',
      () => historyOf(night(0), NEWER),
      /line 2: schema version 2 is newer than 1.*update Scaleproof/,
    ],
    [
      'prose',
      () => historyOf('# Changes', 'none'),
      /line 1: expected a history.*name another file with --history/,
    ],
    ['other JSON lines', () => historyOf('', '{"a":1}'), /line 2: expected a history/],
    [
      'a directory',
      () => join(historyOf(), '..'),
      /expected a file, found a directory; name another with --history/,
    ],
    [
      'a file below a file',
      () => join(historyOf(night(0)), 'h'),
      /cannot be read \(ENOTDIR\); name another/,
    ],
    [
      'nothing',
      () => historyOf(),
      /does not exist; name another with --history, or start one with/,
    ],
  ])('%s', (_, make, message) => {
    const file = make();
    expect(() => readHistory(file)).toThrow(message);
    expect(() => readHistory(file)).toThrow(expect.objectContaining({ name: 'UserError' }));
  });

  test('a foreign file is not added to, nor merged into', () => {
    const file = historyOf('# Changes');
    expect(() => addToHistory(file, [night(0)])).toThrow('expected a history');
    expect(() => mergeHistories(file, [historyOf(night(0))])).toThrow('expected a history');
    expect(text(file)).toBe('# Changes\n');
  });

  test('a folder that takes no files', () => {
    expect(() => addToHistory('/sys/history.ndjson', [night(0)])).toThrow(
      /Cannot write history \/sys\/history.ndjson \(E\w+\); name another with --history/,
    );
  });
});
