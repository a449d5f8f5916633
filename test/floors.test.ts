import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';

/** Lowest floor first, as the table of ARCHITECTURE.md lists them: `| src/NAME/ | what it is |`. */
const floors = [
  ...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| `src\/([\w-]+)\/` \|/gm),
].map(([, room]) => room!);

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.[jt]s$/.test(file))
  .map((file) => join('src', file));

const roomOf = (file: string) => file.split('/')[1]!;

/** Own files that each file imports, whether for their values or for their types. */
const graph = new Map(
  files.map((file) => {
    const own = importsOf(file).filter(({ from }) => from.startsWith('.'));
    return [file, own.map(({ from }) => join(dirname(file), from))];
  }),
);

describe('rooms', () => {
  test('every folder of src/ is in the table of ARCHITECTURE.md, once', () => {
    const rooms = readdirSync('src', { withFileTypes: true });
    expect(rooms.filter((entry) => !entry.isDirectory())).toEqual([]);
    expect(floors.toSorted()).toEqual(rooms.map(({ name }) => name).toSorted());
  });

  test.each(floors)('%s imports only from floors below it', (room) => {
    const below = floors.slice(0, floors.indexOf(room) + 1);
    const upwards = [...graph]
      .filter(([file]) => roomOf(file) === room)
      .flatMap(([file, imported]) =>
        imported
          .filter((other) => other.startsWith('src/') && !below.includes(roomOf(other)))
          .map((other) => `${file} -> ${other}`),
      );
    expect(upwards).toEqual([]);
  });

  test.each(['analysis', 'verdict', 'report'])('%s judges without what it judges', (room) => {
    const judged = ['load', 'collector', 'simulation', 'local'];
    const reached = [...graph]
      .filter(([file]) => roomOf(file) === room)
      .flatMap(([file, imported]) => imported.map((other) => ({ file, other })))
      .filter(({ other }) => other.startsWith('src/') && judged.includes(roomOf(other)));
    expect(reached).toEqual([]);
  });

  test('no circular imports', () => {
    expect(files.map(circleThrough).filter((circle) => circle !== null)).toEqual([]);
  });

  test('detects imports', () => {
    expect(graph.get('src/record/load-events.ts')).toEqual(['src/systems/outcome.ts']);
    expect(graph.get('src/run/stand-in-process.ts')).toContain('src/run/stand-in-child.ts');
  });
});

/** The shortest way from a file back to itself; null when there is none. */
function circleThrough(start: string): string | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) return pathTo(file, cameFrom, start);
      if (cameFrom.has(next) || !graph.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return null;
}

function pathTo(end: string, cameFrom: ReadonlyMap<string, string>, start: string): string {
  const path = [start];
  for (let at = end; at !== start; at = cameFrom.get(at)!) path.splice(1, 0, at);
  return [...path, start].join(' -> ');
}
