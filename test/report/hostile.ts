/** Strings that an endpoint, an AWS message or a file name could hold, and a verdict full of each. */
import type { Timeline } from '../../src/analysis/timeline.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { timeline, verdict } from './sample.ts';

export const HOSTILE: Readonly<Record<string, string>> = {
  'a script element': '<script>document.title="owned"</script>',
  'an end of the data block': '</script><img src=x onerror=alert(1)><!--',
  'an attribute breakout': '" onmouseover="alert(1)" x=\'y\'',
  'an end of character data': ']]></failure><testcase name="green"/>',
  'terminal colours and a cursor jump': '\u001b[31mred\u001b[2J\u001b[1;1H',
  'a terminal hyperlink': '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  'a one-byte control sequence': '\u009b31mred',
  'line breaks': 'one\r\ntwo\u2028three\n# heading',
  'a bidirectional override': 'safe\u202etxt.exe',
  'a null and a bell': 'a\u0000b\u0007c',
  'half a surrogate pair': 'x\ud800y',
  'Markdown markup': '| a | [link](javascript:alert(1)) **bold** `code` <b> $x$ @team ~~no~~',
  'a bare address': 'see https://evil.example and www.evil.example',
  'a very long word': 'x'.repeat(500),
  'wide characters': '模型端点扩展失败'.repeat(12),
  'joined emoji': '👩‍👩‍👧‍👦'.repeat(30),
};

/** The sample verdict with `text` wherever a string is not the project's own. */
export function hostileVerdict(text: string): Verdict {
  return {
    ...verdict,
    runId: text,
    headline: text,
    label: text,
    commit: text,
    versions: { scaleproof: text, [text]: text },
    scenario: {
      ...{ name: text, system: text, systemModule: text },
      ...{ environment: text, engine: text, seed: 1 },
    },
    target: {
      ...{ url: text, path: text, way: 'http', endpointName: text, variantName: text },
      ...{ region: text, functionName: text },
    },
    repeat: { command: text, incompleteBecause: null },
    dataset: { file: text, rows: 1, sha256: text },
    host: { os: text, arch: text, cpus: 1, cpuModel: text, memoryBytes: 1 },
    checks: verdict.checks.map((check) => ({
      ...check,
      observed: text,
      limit: text,
      message: text,
    })),
    scalingEvents: verdict.scalingEvents.map((event) => ({
      ...event,
      stages: event.stages.map((stage) => ({ ...stage, source: text, note: text })),
    })),
    load: {
      ...verdict.load,
      outcomes: { ...verdict.load.outcomes, [text]: 3 },
      failures: verdict.load.failures.flatMap((failure) => [
        { ...failure, outcome: text, body: text, error: null },
        { ...failure, outcome: text, error: text },
      ]),
    },
    findings: [
      {
        code: 'uneven-instances',
        severity: 'note',
        message: text,
        advice: text,
        value: null,
        when: null,
        evidence: [],
      },
      {
        code: 'slow-provisioning',
        severity: 'problem',
        message: text,
        advice: text,
        value: { value: 1, unit: 'seconds' },
        when: null,
        evidence: [{ file: 'aws.ndjson', lines: [1, 20, 300] }],
      },
    ],
    settings: {
      ...verdict.settings,
      endpoint: { kind: 'instances', instanceType: text },
      policy: { ...verdict.settings.policy!, name: text, type: text, metric: text },
      alarms: verdict.settings.alarms.map((alarm) => ({
        ...alarm,
        ...{ name: text, metric: text, stat: text, comparison: text },
      })),
      function: {
        ...{ name: text, memoryMb: null, timeoutSeconds: null },
        ...{ reservedConcurrency: 1, provisionedConcurrency: null, accountConcurrency: null },
      },
    },
    predictions: {
      labels: [{ label: text, asked: 2, correct: 1 }],
      labelsLeftOut: 0,
      confusions: [{ expected: text, predicted: null, count: 1 }],
      ...{ confusionsLeftOut: 0, withoutLabel: [{ predicted: text, count: 1 }], unknownLabel: 1 },
    },
    caveats: [text],
  };
}

export function hostileTimeline(text: string): Timeline {
  return {
    ...timeline,
    metrics: [
      ...timeline.metrics.map((series) => ({ ...series, metric: text })),
      ...timeline.metrics.map((series) => ({
        ...series,
        metric: 'ContainerLatency',
        stat: 'Average',
        unit: 'ms' as const,
        container: text,
      })),
    ],
    target: { metric: text, perPeriod: 2_000, periodSeconds: 5, perMinute: 24_000 },
  };
}
