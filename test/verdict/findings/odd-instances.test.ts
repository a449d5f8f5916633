import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { idOf, type Played, playedRun } from '../../analysis/instances/played-fleet.ts';

const run = (changes: Partial<Played>) =>
  playedRun({ seed: 7, instances: 1, scaleOuts: [{ atSeconds: 120, to: 3 }], ...changes });
const uneven = (changes: Partial<Played>) =>
  judge(run(changes)).findings.filter(({ code }) => code === 'uneven-instances');

describe('uneven-instances, where metrics tell instances apart', () => {
  it.each<[string, Partial<Played>, RegExp]>([
    [
      'one that was bad from the start',
      { bad: { ordinal: 1, errorShare: 0.3 } },
      new RegExp(
        `^Instance ${idOf(1)} \\(one of the first\\) failed 29\\.8 % of 2,070 requests, the others 0 % at`,
      ),
    ],
    ['one that fails 3 %', { bad: { ordinal: 1, errorShare: 0.03 } }, /failed 3\.02 % of/],
    [
      'a bad newcomer, of a few requests',
      { bad: { ordinal: 2, errorShare: 1 }, rps: 0.1 },
      new RegExp(`^Instance ${idOf(2)} \\(from scale-out A\\) failed 100 % of 29 requests`),
    ],
    [
      'a slow one, which an attentive router also sends less',
      { bad: { ordinal: 2, slowFactor: 3 }, routing: 'least-outstanding', rps: 6 },
      new RegExp(
        `^Instance ${idOf(2)} \\(from scale-out A\\) took [\\d.,]+ m?s on average \\(ModelLatency\\), the others`,
      ),
    ],
    [
      'a starved one',
      { starved: { ordinal: 2, share: 0.1 } },
      new RegExp(`^Instance ${idOf(2)} \\(from scale-out A\\) got 9 % of an even split`),
    ],
  ])('names %s', (_, changes, message) => {
    const findings = uneven(changes);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.message).toMatch(message);
    expect(findings[0]!.when).not.toBeNull();
  });

  it.each<[string, Partial<Played>]>([
    ['a healthy fleet', {}],
    ['a fleet that fails as a whole', { errorShare: 0.5 }],
    ['newcomers that warm up', { warmUpSeconds: 120, routing: 'least-outstanding' }],
  ])('names none of %s', (_, changes) => {
    expect(uneven(changes)).toEqual([]);
  });

  it('is what explains a failure of traffic-shared', () => {
    const verdict = judge(run({ starved: { ordinal: 2, share: 0.1 } }));
    expect(verdict.cause).toMatchObject({ code: 'uneven-instances', explains: ['traffic-shared'] });
  });

  it('does not call an instance of another type slow', () => {
    const record = run({ bad: { ordinal: 2, slowFactor: 3 } });
    const pools = [
      { instanceType: 'ml.m5.large', currentInstanceCount: 2 },
      { instanceType: 'ml.m5.xlarge', currentInstanceCount: 1 },
    ];
    const mixed = record.aws.map((event) =>
      event.type === 'endpoint' ? { ...event, pools } : event,
    );
    const codes = judge({ ...record, aws: mixed }).findings.map(({ code }) => code);
    expect(codes).not.toContain('uneven-instances');
  });
});

describe('what each instance did', () => {
  it('is in the verdict', () => {
    const { each } = judge(run({ bad: { ordinal: 1, errorShare: 0.3 } })).instances;
    expect(each).toHaveLength(3);
    expect(each![0]).toMatchObject({
      id: idOf(1),
      origin: 'first',
      scalingEvent: null,
      problems: ['failing'],
    });
    expect(each![1]).toMatchObject({
      origin: 'scale-out',
      scalingEvent: 0,
      problems: [],
      errors: 0,
    });
    expect(each![1]!.shareOfEven!.low).toBeGreaterThan(0.5);
  });

  it('is absent where no metric tells', () => {
    expect(judge(run({ enhanced: false })).instances).toEqual({ first: 1, peak: 3, last: 3 });
  });
});
