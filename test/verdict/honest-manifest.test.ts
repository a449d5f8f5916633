/**
 * Manifests of other versions and other tools: each key of one in turn is taken out, or holds what it
 * cannot. Then the run is refused in one sentence, or the verdict names what it does not know and finds
 * nothing that it does not find with the whole manifest.
 */
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import type { Manifest } from '../../src/record/manifest.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { parseManifest, UnreadableRunError } from '../../src/record/read-manifest.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { checkOf } from './defects.ts';
import { SCALE_OUT, syntheticRun } from './synthetic-run.ts';

const HEALTHY = syntheticRun();

/** Within its own bounds, each of which is laxer than the default, and outside of all defaults. */
const LENIENT = syntheticRun({
  expect: {
    loadDelivered: { minShare: 0.5 },
    generatorLag: { p99Ms: 5_000 },
    scaledOut: { atLeastInstances: 3, withinSeconds: 90 },
    reachedRate: { rps: 1_000, holdSeconds: 60, tolerance: 0.3 },
    latency: { percentile: 50, maxMs: 900, confidence: 0.6, over: 'run' },
    errors: { maxShare: 0.4 },
    accuracy: { minShare: 0.1 },
    converged: { tolerance: 3 },
    flapping: { maxReversals: 9 },
    coldStarts: { maxShare: 0.5 },
    throttles: { maxShare: 0.5 },
    concurrency: { maxShareOfLimit: 1 },
  },
  sent: (_second, planned) => Math.round(planned * 0.9),
  lagMs: () => 600,
  latencyMs: () => 800,
  outcomes: (_second, sent) => {
    const throttled = Math.round(sent * 0.1);
    const failed = Math.round(sent * 0.1);
    const wrong = Math.round(sent * 0.6);
    const correct = sent - throttled - failed - wrong;
    return { correct, wrong, throttled, 'server-error': failed };
  },
  steps: [
    SCALE_OUT,
    { ...SCALE_OUT, alarmAt: 90, activityAt: 90.5, desiredAt: 91, inServiceAt: 95, to: 2 },
    { ...SCALE_OUT, alarmAt: 120, activityAt: 120.5, desiredAt: 121, inServiceAt: 140, to: 3 },
  ],
});

/** What is not asked for is not in a manifest, and a run may be without stand-in, end or phases. */
function isAnswer(name: string, given: unknown): boolean {
  if (given === null) return /^(scenario\.standIn|end|end\.signal)$/.test(name);
  if (Array.isArray(given)) return name === 'scenario.phases';
  const [, key, inner] = /^scenario\.expect\.(\w+)\.?(\w*)$/.exec(name) ?? [];
  if (given !== undefined || key === undefined) return false;
  const isAlwaysThere = ['loadDelivered', 'generatorLag', 'errors', 'flapping'].includes(key);
  return inner === '' ? !isAlwaysThere : inner === 'fromInstances';
}

type Path = readonly string[];

/** Every key, the deepest ones included. */
function pathsOf(value: unknown, to: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...to, key],
    ...pathsOf(inner, [...to, key]),
  ]);
}

/** @param value undefined takes the key out */
function changed(manifest: Manifest, path: Path, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(manifest));
  const holder = path.slice(0, -1).reduce((inner, key) => inner[key], copy);
  holder[path.at(-1)!] = value;
  return JSON.stringify(copy);
}

function valueAt(manifest: Manifest, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => Object(inner)[key], manifest);
}

/** The reports as well: what is unknown must not turn up in them as a number that is none. */
function reported(record: RunRecord): Verdict {
  const verdict = judge(record);
  expect(verdictSchema.parse(verdict)).toEqual(verdict);
  const texts = [
    renderVerdict(verdict, { columns: 80, color: false, reportPath: 'report.html' }),
    renderMarkdown(verdict),
    renderJunit(verdict),
    JSON.stringify(verdict),
    // Without its script, which may well say `undefined`.
    renderHtml(verdict, buildTimeline(record)).replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ''),
  ];
  for (const text of texts) expect(text).not.toMatch(/\bNaN\b|\bundefined\b|Infinity/);
  return verdict;
}

/** What a reader would be alarmed by. */
function alarms({ checks, findings }: Verdict): string[] {
  return [
    ...checks.filter(({ status }) => status === 'fail').map(({ id }) => id),
    ...findings.filter(({ severity }) => severity === 'problem').map(({ code }) => code),
  ];
}

describe.each([
  ['a healthy run', HEALTHY],
  ['a run within lenient bounds of its own', LENIENT],
])('of %s', (_, record) => {
  const whole = parseManifest(JSON.stringify(record.manifest), 'manifest.json');
  const known = alarms(reported(record));
  // What is missing and what is null come to the same, and are judged once.
  const judged = new Map<string, Verdict>();
  const verdictOf = (manifest: Manifest) => {
    const key = JSON.stringify(manifest);
    const verdict = judged.get(key) ?? reported({ ...record, manifest });
    judged.set(key, verdict);
    return verdict;
  };

  it.each([
    ['without it', () => undefined],
    ['null', () => null],
    [
      'text for a number, a number for all else',
      (value: unknown) => (typeof value === 'number' ? 'soon' : 5),
    ],
    ['an empty object, or a list', (value: unknown) => (typeof value === 'object' ? [] : {})],
    ['beyond any bound', (value: unknown) => (typeof value === 'number' ? -1 : 'no such thing')],
  ])(
    'each key in turn: %s',
    (how, other) => {
      const paths = pathsOf(record.manifest);
      expect(paths.length).toBeGreaterThan(100);
      for (const path of paths) {
        const name = path.join('.');
        const given = other(valueAt(record.manifest, path));
        const text = changed(record.manifest, path, given);
        let manifest: Manifest;
        try {
          manifest = parseManifest(text, 'manifest.json');
        } catch (cause) {
          expect(cause, name).toBeInstanceOf(UnreadableRunError);
          expect((cause as Error).message, name).toMatch(
            /^manifest\.json is not a manifest of [^\n]+\.$/,
          );
          expect((cause as Error).message, name).not.toMatch(/NaN|undefined/);
          continue;
        }
        // A key that no verdict is made from is not read.
        if (JSON.stringify(manifest) === JSON.stringify(whole)) continue;
        const verdict = verdictOf(manifest);
        if (isAnswer(name, given)) continue;
        expect(known, `${name}: ${how}`).toEqual(expect.arrayContaining(alarms(verdict)));
        // Another string is another answer; what only says which run it is is null in the verdict.
        if (typeof given === 'string' || ONLY_SHOWN.test(name)) continue;
        expect(verdict.caveats.join('\n'), `${name}: ${how}`).toMatch(namedIn(name));
      }
    },
    120_000,
  );
});

/**
 * Which run it is, of what, and what it may be compared with: nothing is judged by it, and the verdict has null
 * where it is not said.
 */
const ONLY_SHOWN =
  /^(label|commit|dataset|scenario\.(abort|compare|phases\.\d+\.(startRps|endRps)|system(Id|Module)|target|address|watch\.(endpointName|variantName|region|functionName|pollSeconds)))\b/;

/** An expectation is told as a whole; of a part with no one key to name, any will do. */
function namedIn(name: string): RegExp {
  const [expectation] = /^scenario\.expect\.\w+/.exec(name) ?? [];
  const path = `\`${(expectation ?? name).replaceAll('.', '\\.')}`;
  return new RegExp(`The manifest has.*${path}|${path}.*in the manifest`);
}

describe('what the manifest does not say', () => {
  const withChange = (path: string, value?: unknown) => ({
    ...HEALTHY,
    manifest: parseManifest(changed(HEALTHY.manifest, path.split('.'), value), 'manifest.json'),
  });

  it('an expectation of which a part is missing is not judged, and not taken for none', () => {
    const verdict = judge(withChange('scenario.expect.latency.over'));
    expect(verdict.status).toBe('inconclusive');
    expect(checkOf(verdict.checks, 'latency')).toMatchObject({
      status: 'inconclusive',
      reason: 'expectation-unknown',
    });
    expect(verdict.caveats).toContain(
      '`scenario.expect.latency` is missing or incomplete in the manifest, so latency is not judged.',
    );
  });

  it('takes along what rests on it', () => {
    const verdict = judge(withChange('scenario.expect.errors'));
    expect(verdict.caveats).toContain(
      '`scenario.expect.errors` is missing or incomplete in the manifest, so reached-rate, errors and latency are not judged.',
    );
    for (const id of ['errors', 'reached-rate', 'latency'] as const) {
      expect(checkOf(verdict.checks, id).reason).toBe('expectation-unknown');
    }
    expect(checkOf(verdict.checks, 'accuracy').status).toBe('pass');
  });

  it('an expectation that only a newer version knows is named', () => {
    expect(judge(withChange('scenario.expect.novel', { most: 1 })).caveats).toContain(
      'The manifest has `scenario.expect.novel`, which this version does not know, so it is not judged.',
    );
  });

  it('a generator whose bound is unknown is in doubt, so nothing fails because of it', () => {
    const slow = syntheticRun({ lagMs: () => 900, latencyMs: () => 900 });
    const text = changed(slow.manifest, ['scenario', 'expect', 'generatorLag'], undefined);
    const verdict = judge({ ...slow, manifest: parseManifest(text, 'manifest.json') });
    expect(checkOf(verdict.checks, 'latency')).toMatchObject({
      status: 'inconclusive',
      reason: 'generator-in-doubt',
    });
  });

  it('the key of a run that cannot be reported is named', () => {
    expect(() => withChange('scenario.replay.seed')).toThrow(
      'manifest.json is not a manifest of schema version 1 (`scenario.replay.seed` is missing); restore the file, or run the scenario again.',
    );
    expect(() => withChange('end.how', 'well')).toThrow(/\(`end\.how` is invalid\)/);
  });

  it('a newer schema version is refused with both versions and the way out', () => {
    expect(() => withChange('schemaVersion', 7)).toThrow(
      /^manifest\.json has schema version 7, but Scaleproof \d+\.\d+\.\d+ reads version 1; upgrade Scaleproof to report on this run\.$/,
    );
  });
});
