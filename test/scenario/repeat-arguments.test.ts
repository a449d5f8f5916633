import { describe, expect, it } from 'vitest';
import { repeatArguments } from '../../src/scenario/repeat-arguments.ts';

const ask = (changes: Partial<Parameters<typeof repeatArguments>[0]>) =>
  repeatArguments({ scenario: 'wine', environment: 'local', env: {}, ...changes }, '/work/here');

describe('repeatArguments', () => {
  it('names the scenario and its environment', () => {
    expect(ask({})).toEqual(['wine', '--env', 'local']);
  });

  it('keeps what was set by flags', () => {
    const set = ['engines.replay.timeoutMs=500', 'scaleproof.standIn='];
    expect(ask({ way: 'lambda', region: 'eu-west-1', config: 'own.yml', set })).toEqual([
      ...['wine', '--env', 'local', '--way', 'lambda', '--region', 'eu-west-1'],
      ...['--config', 'own.yml', '--set', set[0], '--set', set[1]],
    ]);
  });

  it.each([
    ['/work/here/scenarios/wine.yml', 'scenarios/wine.yml'],
    ['/home/somebody/wine.yml', 'wine.yml'],
    ['../wine.yml', '../wine.yml'],
  ])('does not tell where on this machine a file is: %s', (scenario, expected) => {
    expect(ask({ scenario })[0]).toBe(expected);
  });

  it.each([
    ['target=https://user:pw@api.example', 'target=WITHHELD'],
    ['target=https://api.example/p?key=abc', 'target=WITHHELD'],
    ['variables.authToken=abc', 'variables.authToken=WITHHELD'],
    ['variables.session=abc', 'variables.session=WITHHELD'],
    ['defaults={headers: {authorization: "Bearer abc"}}', 'defaults=WITHHELD'],
    ['scaleproof.watch={apiKey: abc}', 'scaleproof.watch=WITHHELD'],
    ['engines.replay.headers.cookie=abc', 'engines.replay.headers.cookie=WITHHELD'],
    ['plugins.other.url=https://hooks.example/abc', 'plugins.other.url=WITHHELD'],
    ['target=https://api.example', 'target=https://api.example'],
    ['phases.0.duration=30', 'phases.0.duration=30'],
    ['engines.replay.timeoutMs=500', 'engines.replay.timeoutMs=500'],
    ['scaleproof.settle.maxSeconds=9', 'scaleproof.settle.maxSeconds=9'],
  ])('withholds what may be secret: %s', (entry, expected) => {
    expect(ask({ set: [entry] }).at(-1)).toBe(expected);
  });
});
