/** Writes a scenario as YAML with comments. */
import { Document, isScalar, visit } from 'yaml';
import { WATCH_NOTHING } from '../scenario/schema.ts';

export interface ScenarioFacts {
  readonly name: string;
  readonly title: string;
  /** Id of a built-in system, or a path from the scenario's folder. */
  readonly system: string;
  /** Scheme, host and port. */
  readonly target: string;
  /** Path on the target; null for the system's own. */
  readonly path: string | null;
  /** Null: nothing is watched. */
  readonly watch: { readonly endpointName: string; readonly region: string } | null;
  /** Requests/s that the API must sustain. */
  readonly rps: number;
  /** Header -> environment variable with its value. */
  readonly headersFromEnvironment: Readonly<Record<string, string>>;
}

export function scenarioText(facts: ScenarioFacts): string {
  const { name, title, system, target, path, watch, rps } = facts;
  const { headersFromEnvironment } = facts;
  const hasHeaders = Object.keys(headersFromEnvironment).length > 0;
  const script = {
    config: {
      target,
      engines: { replay: {} },
      scaleproof: {
        watch: watch ?? WATCH_NOTHING,
        expect: { errors: { maxShare: 0.01 }, accuracy: { minShare: 0.95 } },
      },
      environments: {
        smoke: {
          phases: [{ name: 'smoke', duration: 20, arrivalRate: Math.min(rps, 5) }],
          ...(watch === null ? {} : { scaleproof: { settle: { maxSeconds: 0 } } }),
        },
        nightly: watch === null ? sustained(rps) : scaledOut(rps),
      },
    },
    scenarios: [
      {
        name,
        engine: 'replay',
        flow: [
          {
            replay: {
              system,
              ...(path === null ? {} : { path }),
              ...(hasHeaders ? { headersFromEnvironment } : {}),
            },
          },
        ],
      },
    ],
  };
  return `# ${title}. Written by \`scaleproof init\`.
#   smoke    a few seconds: is everything connected?
#   nightly  a ramp to ${rps} requests/s, held ${watch === null ? 'for five minutes' : 'long enough to scale out'}
# All keys: schemas/scenario.schema.json of Scaleproof.
${yamlText(script)}`;
}

function phasesTo(rps: number, rampSeconds: number, holdSeconds: number) {
  return [
    { name: 'ramp', duration: rampSeconds, arrivalRate: Math.min(rps, 10), rampTo: rps },
    { name: 'hold', duration: holdSeconds, arrivalRate: rps },
  ];
}

function scaledOut(rps: number) {
  return {
    phases: phasesTo(rps, 300, 1_200),
    scaleproof: {
      expect: {
        scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 900 },
        reachedRate: { rps, holdSeconds: 60, minInstances: 2 },
        latency: { percentile: 99, maxMs: 1_000 },
        converged: {},
      },
      settle: { maxSeconds: 420 },
    },
  };
}

/** What callers alone can tell. */
function sustained(rps: number) {
  return {
    phases: phasesTo(rps, 60, 300),
    scaleproof: {
      expect: {
        reachedRate: { rps, holdSeconds: 60 },
        latency: { percentile: 99, maxMs: 1_000 },
      },
    },
  };
}

/** Sections of plain values on one line, as in the scenarios that come with Scaleproof. */
function yamlText(script: object): string {
  const document = new Document(script);
  visit(document, {
    Map(_, map) {
      if (map.items.length > 0 && map.items.every(({ value }) => isScalar(value))) map.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
