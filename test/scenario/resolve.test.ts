import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/input/user-error.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';

const project = mkdtempSync(join(tmpdir(), 'scenario-'));
mkdirSync(join(project, 'scenarios'));
afterAll(() => rmSync(project, { recursive: true }));

const CONFIG = `config:
  engines:
    replay: { seed: 3 }
  environments:
    local:
      target: http://127.0.0.1:1
      phases:
        - { duration: 10, arrivalRate: 2.5 }
`;
const SCENARIO = `config:
  scaleproof:
    watch:
      endpointName: wine-endpoint
scenarios:
  - engine: replay
    flow:
      - replay: { system: wine }
`;

async function resolve(
  scenario = SCENARIO,
  config = CONFIG,
  more: { set?: string[]; environment?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const file = join(project, 'scenarios', 'wine.yml');
  writeFileSync(file, scenario);
  writeFileSync(join(project, 'artillery.yml'), config);
  return resolveScenario({ scenario: file, environment: 'local', env: {}, ...more });
}

test('a scenario and its configuration become one frozen object with every default filled in', async () => {
  const scenario = await resolve();
  expect(scenario).toMatchObject({
    name: 'wine',
    system: 'wine',
    environment: 'local',
    target: 'http://127.0.0.1:1',
    phases: [{ durationSeconds: 10, startRps: 2.5, endRps: 2.5 }],
    replay: { seed: 3, timeoutMs: 10_000, maxConnections: 4_096 },
    watch: { endpointName: 'wine-endpoint', variantName: 'AllTraffic', pollSeconds: 5 },
    expect: { loadDelivered: { minShare: 0.999 }, errors: { maxShare: 0.01 } },
    standIn: null,
  });
  expect(() => Object.assign(scenario.watch!, { endpointName: 'other' })).toThrow(TypeError);
});

test('the shipped scenario resolves as it is, for the machine without AWS', async () => {
  const scenario = await resolveScenario({ scenario: 'wine', environment: 'local', env: {} });
  expect(scenario.standIn?.timeCompression).toBe(12);
  expect(scenario.phases.at(-1)).toMatchObject({ startRps: 1_000, endRps: 1_000 });
});

test.each(['smoke', 'nightly', 'release'])(
  'environment %s uses the target of the environment variables',
  async (environment) => {
    const env = {
      WINE_API_URL: 'https://api.example.com/',
      WINE_ENDPOINT_NAME: 'wine-prod',
      AWS_REGION: 'eu-west-1',
    };
    const scenario = await resolveScenario({ scenario: 'wine', environment, env });
    expect(scenario).toMatchObject({
      target: 'https://api.example.com/',
      watch: { endpointName: 'wine-prod', region: 'eu-west-1' },
      standIn: null,
    });
  },
);

describe('--set', () => {
  test('sets a key below config, as YAML', async () => {
    const scenario = await resolve(SCENARIO, CONFIG, {
      set: [
        'engines.replay.timeoutMs=250',
        'phases=[{ pause: 5 }, { duration: 2m, arrivalRate: 0, rampTo: 9 }]',
      ],
    });
    expect(scenario.replay.timeoutMs).toBe(250);
    expect(scenario.phases).toMatchObject([
      { durationSeconds: 5, startRps: 0, endRps: 0 },
      { durationSeconds: 120, startRps: 0, endRps: 9 },
    ]);
  });

  test.each([
    ['nonsense', /--set nonsense: expected key=value/],
    ['target.deep=1', /--set target\.deep=1: "target" is not a section/],
    [
      'engines.replay.seed=x',
      /--set engines\.replay\.seed=x: "config\.engines\.replay\.seed": expected a whole number from 0 to 4294967295, found "x"/,
    ],
    [
      'engines.replay.sead=1',
      /--set engines\.replay\.sead=1: unknown key .*; did you mean "seed"\?/,
    ],
    ['phases.0.rampto=1', /unknown key "config\.phases\.0\.rampto"; did you mean "rampTo"\?/],
  ])('refuses %s', async (set, message) => {
    await expect(resolve(SCENARIO, CONFIG, { set: [set] })).rejects.toThrow(message);
  });
});

describe('a mistake is named with file, line and key', () => {
  const at = (replacement: [string, string]) => () => resolve(SCENARIO.replace(...replacement));
  const withExpect = (text: string) => () =>
    resolve(SCENARIO.replace('    watch:\n', `    expect:\n      ${text}\n    watch:\n`));

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a misspelt expectation',
      withExpect('latencey: { maxMs: 1 }'),
      /wine\.yml, line 4: unknown key "config\.scaleproof\.expect\.latencey"; did you mean "latency"\?/,
    ],
    [
      'a misspelt key inside one',
      withExpect('latency: { maxMS: 1, percentile: 99 }'),
      /line 4: unknown key "config\.scaleproof\.expect\.latency\.maxMS"; did you mean "maxMs"\?/,
    ],
    [
      'a key that is nothing like any',
      withExpect('zebra: 1'),
      /unknown key "config\.scaleproof\.expect\.zebra"; expected one of loadDelivered, generatorLag/,
    ],
    [
      'a wrong type',
      withExpect('scaledOut: { atLeastInstances: two, withinSeconds: 9 }'),
      /line 4: "config\.scaleproof\.expect\.scaledOut\.atLeastInstances": expected a whole number above 0 and up to 1000, found "two"/,
    ],
    [
      'a missing key',
      withExpect('scaledOut: { atLeastInstances: 2 }'),
      /line 4: "config\.scaleproof\.expect\.scaledOut\.withinSeconds": expected seconds above 0 .*, found nothing; add it\./,
    ],
    [
      'an impossible percentile',
      withExpect('latency: { percentile: 100, maxMs: 1 }'),
      /percentile": expected a number above 0 and below 100, found 100/,
    ],
    [
      'a misspelt section',
      at(['scaleproof:', 'scaleprof:']),
      /line 2: unknown key "config\.scaleprof"; did you mean "scaleproof"\?/,
    ],
    [
      'an unknown system',
      at(['system: wine', 'system: whine']),
      /line 8: unknown system "whine"; did you mean "wine"\?/,
    ],
    ['another engine', at(['engine: replay', 'engine: http']), /"scenarios\.0\.engine"/],
    ['YAML that is none', at(['    watch:', '  watch: [']), /wine\.yml, line \d+: not valid YAML/],
  ])('%s', async (_name, act, message) => {
    const refusal = act();
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(message);
  });

  test('an unknown environment gets a suggestion', async () => {
    await expect(resolve(SCENARIO, CONFIG, { environment: 'locale' })).rejects.toThrow(
      /has no environment "locale"; did you mean "local"\? Add --env local\./,
    );
  });

  test('names an unset environment variable and the key that needs it', async () => {
    const config = CONFIG.replace('http://127.0.0.1:1', "'{{ $env.API_URL }}'");
    await expect(resolve(SCENARIO, config)).rejects.toThrow(
      /artillery\.yml, line 6: "config\.target" needs the environment variable API_URL, which is not set/,
    );
    const scenario = SCENARIO.replace('wine-endpoint', "'{{ $env.ENDPOINT }}'");
    // All of them at once: nobody wants to find out one by one.
    await expect(resolve(scenario, config)).rejects.toThrow(/ENDPOINT.*\n.*API_URL/);
    const set = await resolve(SCENARIO, config, { env: { API_URL: 'http://127.0.0.1:9' } });
    expect(set.target).toBe('http://127.0.0.1:9');
  });

  test('a target that is no URL', async () => {
    const config = CONFIG.replace('http://127.0.0.1:1', 'localhost');
    await expect(resolve(SCENARIO, config)).rejects.toThrow(
      /line 6: "config\.target": expected an http or https URL, found "localhost"/,
    );
  });

  test('a phase that says nothing', async () => {
    const config = CONFIG.replace('arrivalRate: 2.5', 'name: hold');
    await expect(resolve(SCENARIO, config)).rejects.toThrow(
      /line 7: phase "hold": expected `arrivalRate`/,
    );
  });

  test('a scenario that does not exist', async () => {
    await expect(
      resolveScenario({ scenario: 'wien', environment: 'local', env: {} }),
    ).rejects.toThrow(/No scenario "wien" in .*did you mean wine\?/);
  });
});

test('rejects a target with a path, because dropping it would load another address', async () => {
  const config = CONFIG.replace('http://127.0.0.1:1', 'http://127.0.0.1:1/prod/predict');
  await expect(async () => resolve(SCENARIO, config)).rejects.toThrow(
    /found the path "\/prod\/predict" too; keep http:\/\/127\.0\.0\.1:1; set the path/,
  );
});

test.each([
  'http://user:hush@127.0.0.1:1',
  'http://127.0.0.1:1/?key=hush',
  'http://127.0.0.1:1/#hush',
])('rejects a target with more than scheme and host without quoting it: %s', async (target) => {
  const inFile = resolve(SCENARIO, CONFIG.replace('http://127.0.0.1:1', target));
  const onLine = resolve(SCENARIO, CONFIG, { set: [`target=${JSON.stringify(target)}`] });
  for (const [attempt, where] of [
    [inFile, /line 6: /],
    [onLine, /--set target="\(redacted\)": /],
  ] as const) {
    const message = await attempt.then(String, (cause: Error) => cause.message);
    expect(message).toMatch(where);
    expect(message).toMatch(/found a user name, .*keep http:\/\/127\.0\.0\.1:1, /);
    expect(message).not.toContain('hush');
  }
});

test('rejects an unknown key of config', async () => {
  await expect(async () => resolve(SCENARIO, CONFIG, { set: ['bananas=1'] })).rejects.toThrow(
    /unknown key "config\.bananas"; expected one of target, phases/,
  );
});

test('rejects a target that a stand-in would replace', async () => {
  const set = ['scaleproof.standIn={}', 'target=http://127.0.0.1:9'];
  await expect(async () => resolve(SCENARIO, CONFIG, { set })).rejects.toThrow(
    /this environment starts a stand-in and loads that/,
  );
});

test('a scenario that has all it needs needs no configuration file and no environments', async () => {
  const alone = mkdtempSync(join(tmpdir(), 'alone-'));
  const file = join(alone, 'wine.yml');
  const own = `config:
  target: http://127.0.0.1:1
  phases: [{ duration: 1m, arrivalRate: 2 }]
  scaleproof:
`;
  writeFileSync(file, SCENARIO.replace('config:\n  scaleproof:\n', own));
  const scenario = await resolveScenario({ scenario: file, environment: 'local', env: {} });
  expect(scenario).toMatchObject({
    target: 'http://127.0.0.1:1',
    phases: [{ durationSeconds: 60 }],
    replay: { seed: 1, timeoutMs: 10_000 },
  });
  const other = { scenario: file, environment: 'nightly', env: {} };
  await expect(resolveScenario(other)).rejects.toThrow(
    /No environment "nightly" in .*wine\.yml \(there is no .*artillery\.yml\), which define no environments/,
  );
  rmSync(alone, { recursive: true });
});

test('every duration takes a number, a number as text, or a unit', async () => {
  const set = [
    'scaleproof.settle.maxSeconds=2m',
    'scaleproof.watch.pollSeconds="2"',
    'engines.replay.timeoutMs=27s',
    'scaleproof.expect.scaledOut={ atLeastInstances: 2, withinSeconds: 15m }',
    'phases=[{ duration: "90", arrivalRate: "2.5" }, { pause: 1h }]',
  ];
  expect(await resolve(SCENARIO, CONFIG, { set })).toMatchObject({
    settle: { maxSeconds: 120 },
    watch: { pollSeconds: 2 },
    replay: { timeoutMs: 27_000 },
    expect: { scaledOut: { withinSeconds: 900 } },
    phases: [{ durationSeconds: 90, startRps: 2.5 }, { durationSeconds: 3_600 }],
  });
});

test('both files may set a key to the same value', async () => {
  const scenario = SCENARIO.replace('config:', 'config:\n  engines: { replay: { seed: 3 } }');
  expect((await resolve(scenario)).replay.seed).toBe(3);
});
