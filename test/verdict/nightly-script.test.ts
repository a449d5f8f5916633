/** What a nightly job reads: numbers and codes alone, no sentence. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { isInstalled, JQ } from '../peers.ts';
import { syntheticRun, without } from './synthetic-run.ts';

/** As a script gets it: from a file, without the project's types. */
const read = (record: ReturnType<typeof syntheticRun>) => JSON.parse(JSON.stringify(judge(record)));

describe('verdict.json of a run that scaled out', () => {
  const verdict = read(syntheticRun());

  it('tells how long each part of the scale-out took', () => {
    const { lag, totalSeconds } = verdict.scalingEvents[0];
    expect(totalSeconds).toBe(44);
    expect(lag).toMatchObject({
      detectionSeconds: { value: 20.5, plusMinus: 0.52 },
      decisionSeconds: { value: 0.5, plusMinus: 0.52 },
      provisioningSeconds: { value: 23, plusMinus: 1 },
      recoverySeconds: { value: 2, plusMinus: 1 },
    });
  });

  it('tells what the policy follows, against its target', () => {
    expect(verdict.trackedMetric).toEqual({
      ...{ metric: 'InvocationsPerInstance', stat: 'Sum', unit: 'per minute', periodSeconds: 5 },
      ...{ target: 24_000, highest: 60_000, last: expect.any(Number) },
      datapoints: expect.any(Number),
    });
  });

  it('tells the load in counts, and what came of it in shares', () => {
    const { load } = verdict;
    expect(load.unknownBecause).toBeNull();
    expect(load.sentShare).toBe(load.sent / load.planned);
    expect(load.outcomeShares.correct).toBe(load.outcomes.correct / load.completed);
    expect(verdict.durationSeconds).toBe((verdict.endedAtMs - verdict.startedAtMs) / 1_000);
  });

  it('has a unit for each number of a finding', () => {
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({
        code: 'detection-could-be-faster',
        value: { value: 20.5, unit: 'seconds' },
      }),
    );
  });
});

describe('verdict.json', () => {
  it('tells concurrency against its limit', () => {
    const serverless = { maxConcurrency: 50, memoryMb: 2_048 };
    const { concurrency } = read(syntheticRun({ serverless }));
    const endpoint = concurrency.find(({ of }: { of: string }) => of === 'endpoint');
    expect(endpoint.limit).toEqual({ kind: 'max-concurrency', value: 50 });
    expect(endpoint.share).toBe(endpoint.highest / 50);
  });

  it('says that a load is unknown rather than that it was none', () => {
    const record = syntheticRun();
    const manifest = { ...record.manifest, loadFrom: 'elsewhere' as const };
    expect(read({ ...record, manifest, load: [] }).load).toMatchObject({
      ...{ unknownBecause: 'sent-elsewhere', sentShare: null, outcomeShares: {} },
      latencyMs: { p99: null },
    });
    const problems = [{ file: 'load.ndjson', kind: 'missing', message: 'Gone.' } as const];
    const lost = { ...record, load: [], problems };
    expect(read(lost).load.unknownBecause).toBe('record-missing');
  });

  it('has null where nothing was seen of what the policy follows', () => {
    expect(read(without(syntheticRun(), 'datapoint')).trackedMetric).toBeNull();
  });
});

const examples = [
  ...readFileSync('docs/verdict-json.md', 'utf8').matchAll(/^\$ jq (.*)\n((?:(?!\$|```).*\n)*)/gm),
].map(([, args, output]) => [args!, output!] as const);

describe.runIf(isInstalled(JQ))('docs/verdict-json.md', () => {
  it('has examples', () => expect(examples.length).toBeGreaterThan(5));

  it.each(examples)('jq %s', (args, output) => {
    const { stdout, stderr } = spawnSync('/bin/sh', ['-c', `${JQ} ${args}`], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe(output);
  });
});
