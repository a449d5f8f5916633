import type { BadInput } from './row.ts';

const H = 'history.ndjson';
const RUN = '{"type":"run","schemaVersion":1';
const HISTORY = { expected: 'expected a history', next: 'name another file with --history' };

const COMMANDS = ['list', 'trends', 'page', 'judge', 'accept'];

function of(
  what: string,
  text: string | Buffer,
  names: Pick<BadInput, 'place' | 'expected' | 'found' | 'next'>,
): BadInput[] {
  return COMMANDS.map((command) => ({
    what: `${command}: ${what}`,
    args: ['history', command, '--history', `DIR/${H}`],
    files: { [H]: text },
    ...names,
  }));
}

const CHANGING: readonly (readonly [string, string[]])[] = [
  ['add', ['add', 'reports/sample']],
  ['merge', ['merge', 'DIR/other.ndjson']],
  ['prune', ['prune', '--keep', '1']],
];

export const WRONG_HISTORIES: readonly BadInput[] = [
  ...of('a newer version', `${RUN.replace('1', '7')}}\n`, {
    place: `${H}, line 1`,
    expected: 'newer than 1, which this Scaleproof reads',
    found: 'schema version 7',
    next: 'update Scaleproof',
  }),
  ...of('half a line', RUN, {
    place: `${H}, line 1`,
    expected: 'not a whole line',
    found: 'has no runs',
    next: 'add one with',
  }),
  ...of('empty', '', { place: H, expected: 'has no runs', found: H, next: 'add one with' }),
  ...of('foreign', '# Changes\n', {
    place: `${H}, line 1`,
    ...HISTORY,
    found: 'found something else',
  }),
  ...of('binary', Buffer.from([0x7f, 0x45, 0xff, 0xfe, 0]), {
    place: `${H}, line 1`,
    expected: 'expected UTF-8 text',
    found: 'found bytes that are not UTF-8',
    next: 'name another file',
  }),
  ...COMMANDS.map((command) => ({
    what: `${command}: nothing`,
    args: ['history', command, '--history', `DIR/${H}`],
    place: H,
    expected: 'History',
    found: 'does not exist',
    next: 'start one with `npx scaleproof history add RUN`',
  })),
  ...CHANGING.flatMap(([what, args]): BadInput[] => [
    {
      what: `${what}: a foreign file`,
      args: ['history', ...args, '--history', `DIR/${H}`],
      files: { [H]: 'a,b\n1,2\n', 'other.ndjson': '' },
      place: `${H}, line 1`,
      ...HISTORY,
      found: 'found something else',
    },
    {
      what: `${what}: a directory`,
      args: ['history', ...args, '--history', `DIR/${H}`],
      files: { [`${H}/file`]: '', 'other.ndjson': '' },
      place: H,
      expected: 'expected a file',
      found: 'found a directory',
      next: 'name another with --history',
    },
  ]),
  {
    what: 'prune: neither bound',
    args: ['history', 'prune', '--history', `DIR/${H}`],
    files: { [H]: '' },
    place: 'history prune',
    expected: 'expected --keep or --before',
    found: 'found neither',
    next: 'add one',
  },
  {
    what: 'add: no run',
    args: ['history', 'add', 'DIR/none', '--history', `DIR/${H}`],
    place: 'none',
    expected: 'name a run directory',
    found: 'does not exist',
    next: 'or a parent of some',
  },
  {
    what: 'since when',
    args: ['history', '--since', 'yesterday'],
    place: "'--since <when>'",
    expected: 'expected a date such as',
    found: "'yesterday'",
    next: '--help',
  },
];
