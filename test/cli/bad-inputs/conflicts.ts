import { type BadInput, SCENARIO } from './row.ts';

/** The configuration file beside the scenario; its keys are below `config`. */
function both(
  what: string,
  config: string,
  scenario: (text: string) => string,
  names: Pick<BadInput, 'place' | 'found'> & Partial<BadInput>,
): BadInput {
  return {
    what,
    args: ['show', 'DIR/scenarios/s.yml'],
    files: {
      'artillery.yml': `config:\n${config}`,
      'scenarios/s.yml': scenario(SCENARIO),
    },
    expected: 'expected one place, since Artillery would silently take the value of',
    next: 'Remove one of them',
    ...names,
  };
}

const add = (text: string) => (scenario: string) =>
  scenario.replace('  target:', () => `${text}  target:`);
const inScaleproof = (text: string) => (scenario: string) =>
  scenario.replace('    watch:\n', () => `    ${text}\n    watch:\n`);
/** A scenario with a target of its own and environments, as `init` writes it. */
const ownEnvironments = (text: string) =>
  text.replace(/ {2}phases:\n.*\n.*\n/, '').replace(
    'scenarios:',
    `  environments:
    smoke: { phases: [{ duration: 20, arrivalRate: 5 }] }
    nightly: { phases: [{ duration: 60, arrivalRate: 50 }] }
scenarios:`,
  );
const LOCAL = '  environments:\n    local:\n';

export const CONFLICTS: readonly BadInput[] = [
  both(
    'a seed in both files',
    '  engines: { replay: { seed: 3 } }\n',
    add('  engines: { replay: { seed: 5 } }\n'),
    {
      place: 'scenarios/s.yml, line 2 and ',
      found: '"config.engines.replay.seed" is set to 5 and to 3',
    },
  ),
  both(
    'a timeout in both files',
    '  engines: { replay: { timeoutMs: 10000 } }\n',
    add('  engines: { replay: { timeoutMs: 27s } }\n'),
    { place: 'artillery.yml, line 2', found: 'is set to "27s" and to 10000' },
  ),
  both(
    'settling in the scenario and in an environment of the configuration',
    `${LOCAL}      scaleproof: { settle: { maxSeconds: 45 } }\n`,
    inScaleproof('settle: { maxSeconds: 600 }'),
    {
      place: 'scenarios/s.yml, line 7 and ',
      found: '"config.scaleproof.settle.maxSeconds" is set to 600 and to 45',
    },
  ),
  both(
    'polling in both',
    `${LOCAL}      scaleproof: { watch: { pollSeconds: 0.5 } }\n`,
    (text) => text.replace('endpointName: wine', 'endpointName: wine\n      pollSeconds: 5'),
    { place: 'artillery.yml, line 4', found: 'is set to 5 and to 0.5' },
  ),
  both(
    'time compression in an environment of both',
    `${LOCAL}      scaleproof: { standIn: { timeCompression: 12 } }\n`,
    add(`${LOCAL}      scaleproof: { standIn: { timeCompression: 60 } }\n`),
    { place: 'scenarios/s.yml, line 4', found: 'is set to 60 and to 12' },
  ),
  both(
    'an environment of the scenario against the configuration itself',
    '  engines: { replay: { seed: 3 } }\n',
    add(`${LOCAL}      engines: { replay: { seed: 5 } }\n`),
    {
      place: 'scenarios/s.yml, line 4',
      found: 'is set to 5 and to 3',
      expected: 'silently take the value of DIR/scenarios/s.yml, line 4',
    },
  ),
  both(
    "the configuration's environment whose target the scenario contradicts",
    `${LOCAL}      target: http://127.0.0.1:4620\n      phases: [{ duration: 1, arrivalRate: 1 }]\n`,
    ownEnvironments,
    {
      place: 'scenarios/s.yml or DIR/artillery.yml: scenario s has',
      expected: 'expected smoke or nightly',
      found: 'no environment "local" (the one in DIR/artillery.yml does not fit it)',
      next: 'add --env smoke',
    },
  ),
  both(
    "the configuration's environment that brings no load",
    '  environments: { release: {} }\n',
    ownEnvironments,
    {
      args: ['check', 'DIR/scenarios/s.yml', '--env', 'release'],
      place: 'scenarios/s.yml or DIR/artillery.yml: scenario s has',
      expected: 'expected smoke or nightly',
      found: 'no environment "release"',
      next: 'add --env smoke',
    },
  ),
  both('a target in both files', '  target: https://api.example.com\n', (text) => text, {
    place: 'scenarios/s.yml, line 2 and ',
    found: 'is set to "http://127.0.0.1:1" and to "https://api.example.com"',
  }),
  both('phases in both files', '  phases: [{ duration: 60, arrivalRate: 1 }]\n', (text) => text, {
    place: 'scenarios/s.yml, line 3',
    found: 'is set to a list of 1 and to a list of 1',
  }),
  both(
    'a section in one file and a value in the other',
    '  scaleproof: { expect: { errors: 0.1 } }\n',
    (text) => text,
    {
      place: 'artillery.yml, line 2',
      found: 'found 0.1',
      expected: 'expected an object',
      next: 'correct it',
    },
  ),
  both(
    'phases in a scenario and shorter ones in its environment',
    '  engines: { replay: {} }\n',
    (text) =>
      add(`${LOCAL}      phases: [{ duration: 1, arrivalRate: 1 }]\n`)(
        text.replace('arrivalRate: 2\n', 'arrivalRate: 2\n    - pause: 5\n'),
      ),
    {
      place: 'scenarios/s.yml, line 6 and ',
      found: '"config.phases" is a list in both',
      expected: 'expected one place, since Artillery would mix the two',
    },
  ),
  both(
    'a value that loses and is wrong',
    `${LOCAL}      scaleproof: { settle: { maxSeconds: 45 } }\n`,
    inScaleproof('settle: { maxSeconds: forever }'),
    {
      place: 'scenarios/s.yml, line 7',
      found: 'found "forever"',
      expected: 'expected seconds from 0',
      next: 'correct it',
    },
  ),
];
