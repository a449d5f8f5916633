import { type BadInput, SCENARIO } from './row.ts';

/** A scenario with an endpoint to plan with. */
const PLANNED = SCENARIO.replace('  target: http://127.0.0.1:1\n', '').replace(
  '      errors: { maxShare: 0.1 }\n',
  `      errors: { maxShare: 0.1 }
      latency: { percentile: 99, maxMs: 400 }
    standIn:
      timeCompression: 1
`,
);

type Names = Pick<BadInput, 'place' | 'expected' | 'found' | 'next'>;

function plan(
  what: string,
  args: readonly string[],
  names: Names,
  scenario: string = PLANNED,
): BadInput {
  return {
    what: `plan: ${what}`,
    args: ['plan', 'DIR/scenarios/s.yml', ...args],
    files: { 'scenarios/s.yml': scenario },
    ...names,
  };
}

function csv(
  what: string,
  lines: readonly string[],
  names: Omit<Names, 'place'>,
  line: number,
): BadInput {
  const row = plan(`a CSV file with ${what}`, ['--traffic', 'DIR/t.csv'], {
    place: `t.csv, line ${line}`,
    ...names,
  });
  return { ...row, files: { ...row.files, 't.csv': `${lines.join('\n')}\n` } };
}

const HEADER = 'time,requests per second';
const at = (minute: number) => `2026-11-01T09:0${minute}:00Z`;

export const WRONG_PLANS: readonly BadInput[] = [
  plan(
    'no endpoint',
    [],
    {
      place: 's local',
      expected: 'the endpoint to plan with',
      found: 'has no `scaleproof.standIn`',
      next: 'npx scaleproof calibrate RUN',
    },
    SCENARIO.replace('maxShare: 0.1 }', 'maxShare: 0.1 }\n      latency: { maxMs: 400 }'),
  ),
  plan('a serverless endpoint', ['--set', 'scaleproof.standIn.serverless.maxConcurrency=5'], {
    place: 's local',
    expected: 'plan an endpoint on instances',
    found: 'has a serverless endpoint',
    next: 'remove scaleproof.standIn.serverless',
  }),
  plan('an inference component', ['--set', 'scaleproof.standIn.component.name=c'], {
    place: 's local',
    expected: 'plan an endpoint without',
    found: 'has an inference component',
    next: 'remove scaleproof.standIn.component',
  }),
  plan('no bound', ['--set', 'scaleproof.expect.latency='], {
    place: 's local',
    expected: 'the bound to plan for',
    found: 'has no `scaleproof.expect.latency`',
    next: '--set scaleproof.expect.latency.maxMs=400',
  }),
  plan(
    'a fault of one instance',
    ['--set', 'scaleproof.standIn.faults.badInstance={ ordinal: 1, slowFactor: 3 }'],
    {
      place: 'scaleproof.standIn.faults.badInstance',
      expected: 'one by one',
      found: 'a plan has no requests',
      next: 'remove it',
    },
  ),
  plan('a file that is not there', ['--traffic', 'DIR/none.csv'], {
    place: 'none.csv',
    expected: 'name a CSV file',
    found: 'does not exist',
    next: 'time,requests per second',
  }),
  csv(
    'another header',
    ['when,how much', `${at(0)},1`],
    {
      expected: 'the header "time,requests per second"',
      found: '"when,how much"',
      next: 'add or correct it',
    },
    1,
  ),
  csv(
    'a gap',
    [HEADER, `${at(0)},1`, `${at(1)},2`, `${at(2)},2`, `${at(5)},2`],
    {
      expected: 'a row every 60 s',
      found: '180 s since line 4',
      next: 'add the missing rows, with 0 if nothing came',
    },
    5,
  ),
  csv(
    'rows closer than the others',
    [
      HEADER,
      `${at(0)},1`,
      `${at(1)},2`,
      '2026-11-01T09:01:30Z,2',
      `${at(2)},2`,
      `${at(3)},2`,
      `${at(4)},2`,
    ],
    {
      expected: 'a row every 60 s',
      found: '30 s since line 3',
      next: 'keep the rows equally far apart',
    },
    4,
  ),
  csv(
    'a negative rate',
    [HEADER, `${at(0)},1`, `${at(1)},-2`],
    { expected: 'requests per second from 0 to', found: '"-2"', next: 'correct the cell' },
    3,
  ),
  csv(
    'text for a rate',
    [HEADER, `${at(0)},many`],
    { expected: 'requests per second from 0 to', found: '"many"', next: 'correct the cell' },
    2,
  ),
  csv(
    'times out of order',
    [HEADER, `${at(2)},1`, `${at(1)},2`],
    { expected: 'a time after that of line 2', found: 'an earlier one', next: 'sort the rows' },
    3,
  ),
  csv(
    'a time twice',
    [HEADER, `${at(1)},1`, `${at(1)},2`],
    {
      expected: 'a time after that of line 2',
      found: 'the same time again',
      next: 'sort the rows',
    },
    3,
  ),
  csv(
    'a time without its zone',
    [HEADER, '2026-11-01T09:00:00,1'],
    { expected: 'a time with its zone', found: '"2026-11-01T09:00:00"', next: 'add the zone' },
    2,
  ),
  csv(
    'two time zones',
    [HEADER, `${at(0)},1`, '2026-11-01T10:01:00+01:00,2'],
    {
      expected: 'the same time zone as line 2 (+00:00)',
      found: '+01:00',
      next: 'write all times in one zone',
    },
    3,
  ),
  csv(
    'a day that does not exist',
    [HEADER, '2026-13-01T09:00:00Z,1'],
    {
      expected: 'a time such as 2026-11-01T09:00:00Z',
      found: '"2026-13-01',
      next: 'correct the cell',
    },
    2,
  ),
  csv(
    'a line of three columns',
    [HEADER, `${at(0)},1,2`],
    { expected: '2 columns', found: 'found 3', next: 'correct the line' },
    2,
  ),
  plan('a shape without its rates', ['--traffic', 'daily', '--peak', '5'], {
    place: '--traffic daily',
    expected: '--base and --peak',
    found: 'daily',
    next: 'add both',
  }),
  plan('a base above the peak', ['--traffic', 'launch', '--peak', '5', '--base', '50'], {
    place: '--base 50',
    expected: 'base at most peak',
    found: 'above --peak 5',
    next: 'swap them',
  }),
  plan('a peak without a shape', ['--peak', '5'], {
    place: '--peak',
    expected: 'add --traffic daily, launch, hourly-burst',
    found: '--traffic names none',
    next: 'or leave it out',
  }),
  plan('too many days of CloudWatch', ['--traffic', 'cloudwatch:900d'], {
    place: '--traffic cloudwatch:900d',
    expected: 'cloudwatch:Nd with 1 to 400 days',
    found: '900d',
    next: 'for example cloudwatch:7d',
  }),
  plan('a sweep of nothing known', ['--sweep', 'targets=5'], {
    place: '--sweep targets=5',
    expected: 'a key of target, concurrency',
    found: 'targets=5',
    next: 'for example --sweep target=6000,9000',
  }),
  plan('half an instance', ['--sweep', 'max=4,1.5'], {
    place: '--sweep max=1.5',
    expected: 'a whole number of instances from 1 to',
    found: '1.5',
    next: 'correct it',
  }),
  plan(
    'too many policies',
    ['--sweep', 'max=4,5,6,7,8,9,10,11,12', '--sweep', 'target=1,2,3,4,5,6,7,8'],
    {
      place: '--sweep',
      expected: 'at most 64',
      found: 'makes',
      next: 'give fewer values',
    },
  ),
  plan('a schedule that is none', ['--schedule', 'cron(0 8) min=4'], {
    place: '--schedule cron(0 8) min=4',
    expected: 'as Application Auto Scaling takes it',
    found: 'cron(0 8)',
    next: 'correct it',
  }),
  plan('a schedule that changes nothing', ['--schedule', 'cron(0 8 * * ? *)'], {
    place: '--schedule',
    expected: 'min=N, max=N or both',
    found: 'cron(0 8 * * ? *)',
    next: 'correct it',
  }),
  plan(
    'a schedule in compressed time',
    ['--schedule', 'cron(0 8 * * ? *) min=4', '--set', 'scaleproof.standIn.timeCompression=12'],
    {
      place: '--schedule',
      expected: 'acts at times of day',
      found: 'timeCompression 12',
      next: 'name traffic with --traffic',
    },
  ),
  plan('no factor', ['--scale', '0'], {
    place: '--scale',
    expected: 'a factor above 0',
    found: "'0'",
    next: '--help',
  }),
];
