/** Every place that takes a file, given what is none: it must be refused, not waited for. */
import { type BadInput, SCENARIO } from './row.ts';

/** The end of a command with a file; how the message begins, and its next step. */
const PLACES: readonly (readonly [
  what: string,
  args: (file: string) => readonly string[],
  place: (file: string) => string,
  next: string,
])[] = [
  ['a scenario', (file) => ['show', file], (file) => `${file}:`, 'name another file'],
  [
    'a configuration',
    (file) => ['show', 'wine', '--config', file],
    (file) => `${file}:`,
    'name another file',
  ],
  [
    'load samples',
    (file) => ['collect', 'DIR/scenarios/s.yml', '--env', 'local', '--load-from', file],
    (file) => `--load-from ${file}:`,
    'pass a load.ndjson',
  ],
  [
    'a collection',
    (file) => ['check', 'DIR/scenarios/s.yml', '--postman', file],
    (file) => `Postman collection ${file}:`,
    'pass an exported collection',
  ],
  [
    'a request',
    (file) => ['init', 'x', '--request', file, '--dir', 'DIR/'],
    (file) => `--request ${file}:`,
    'name a file with the pasted text',
  ],
  [
    'a response',
    (file) => ['init', 'x', '--request', 'DIR/request.txt', '--response', file, '--dir', 'DIR/'],
    (file) => `--response ${file}:`,
    'name a file with the pasted text',
  ],
  [
    'a dataset',
    () => ['check', 'DIR/scenarios/s.yml'],
    (file) => `Dataset ${file}:`,
    "check the scenario's `dataset`",
  ],
  [
    'a module',
    () => ['check', 'DIR/scenarios/s.yml'],
    (file) => `system module ${file}:`,
    'name another',
  ],
];

const KINDS = [
  ['a directory', 'DIR/scenarios', {}, 'expected a file', 'found a directory'],
  ['a pipe', 'DIR/odd', { odd: 'pipe' }, 'expected a file', 'found a pipe'],
  ['a device', '/dev/zero', {}, 'expected a file', 'found a device or socket'],
  ['600 MB', 'DIR/odd', { odd: 'large' }, 'expected at most ', 'found 600 MB'],
] as const;

/** What of the scenario names the file. */
function scenarioWith(what: string, file: string): string {
  const path = file.replace('DIR/', '../');
  if (what === 'a dataset') return SCENARIO.concat(`          dataset: ${path}\n`);
  return what === 'a module' ? SCENARIO.replace('system: wine', `system: ${path}`) : SCENARIO;
}

export const NO_FILES: readonly BadInput[] = PLACES.flatMap(([what, args, place, next]) =>
  KINDS.map(([kind, file, made, expected, found]) => ({
    what: `${what} that is ${kind}`,
    args: args(file),
    files: { 'scenarios/s.yml': scenarioWith(what, file), 'request.txt': '{"a":1}' },
    made,
    // Scenarios are named as one would type them, everything else in full.
    place: /^a (scenario|configuration)$/.test(what)
      ? place(file)
      : place(file.replace('DIR/', 'FULL/')),
    ...{ expected, found, next },
  })),
);
