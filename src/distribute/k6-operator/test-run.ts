/**
 * The TestRun with which k6-operator starts one k6 a worker. Pure.
 *
 * The operator gives worker i of n the execution segment (i-1)/n:i/n, which k6 deals out request by request, so that
 * no share has to be written here. Fields and what becomes of them: grafana/k6-operator, api/v1alpha1/testrun_types.go
 * and pkg/resources/jobs/runner.go.
 */
import type { Distribution } from '../../record/distribution.ts';
import type { ResolvedScenario } from '../../scenario/schema.ts';
import { POD } from '../platforms.ts';
import type { ScriptPlace } from './script-place.ts';

/** The version that Scaleproof is tested with; `latest` would be another one some day. */
export const K6_IMAGE = 'grafana/k6:2.2.0';
/** The image's user, who has to write the samples. */
export const K6_USER = 12_345;

/** In the place of the moment at which all start, which is known when the TestRun is created. */
export const START_AT = 'START_AT_MS';

/** Where pods see the claim of the samples. */
export const SAMPLES_MOUNT = '/samples';

export interface TestRunParts {
  readonly scenario: ResolvedScenario;
  readonly distribution: Distribution;
  readonly script: ScriptPlace;
  /** The PersistentVolumeClaim for samples, writable by many. */
  readonly claim: string;
}

export function testRun({ scenario, distribution, script, claim }: TestRunParts): object {
  const { id, workers } = distribution;
  const variables = secretVariables(scenario);
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name: id },
    spec: {
      parallelism: workers,
      script: scriptOf(script),
      // One a node would be quieter, but a cluster seldom has so many nodes; the resources below keep room instead.
      separate: false,
      arguments: argumentsOf(variables.length > 0),
      // Of the operator's clean-up, `post` would delete the pods with their logs; delete the TestRun instead.
      runner: {
        image: K6_IMAGE,
        env: [
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          ...variables.map((name) => ({
            name,
            valueFrom: { secretKeyRef: { name: secretName(id), key: name } },
          })),
        ],
        resources: {
          requests: { cpu: String(POD.cpus), memory: `${POD.memoryMb}Mi` },
          // Without a limit of CPU: a pod that is throttled sends late.
          limits: { memory: `${POD.memoryMb}Mi` },
        },
        securityContext: { fsGroup: K6_USER },
        volumes: [{ name: 'samples', persistentVolumeClaim: { claimName: claim } }],
        volumeMounts: [{ name: 'samples', mountPath: SAMPLES_MOUNT }],
      },
    },
  };
}

/** The environment variables whose values the script sends as headers. */
export function secretVariables({ headersFromEnvironment }: ResolvedScenario): string[] {
  return [...new Set(Object.values(headersFromEnvironment))].sort();
}

export function secretName(id: string): string {
  return `${id}-headers`;
}

/** Of one load, on a claim that holds those of several. */
export function samplesOf(id: string): string {
  return `worker-${id}-*.json.gz`;
}

/**
 * The operator splits these at spaces and has Kubernetes replace $(POD_NAME). For `k6 archive`, with which it looks at
 * the script first, it leaves out `--out` and `--no-usage-report`, but only as words of their own
 * (pkg/types/k6cli.go). A pod's name begins with the TestRun's.
 */
function argumentsOf(readsVariables: boolean): string {
  return [
    `--out json=${SAMPLES_MOUNT}/worker-$(POD_NAME).json.gz`,
    `-e SCALEPROOF_START_AT=${START_AT}`,
    '--no-usage-report',
    '--summary-mode=disabled',
    // `k6 archive` reads no variables unless it is told to, and the script needs them to load.
    `--include-system-env-vars=${readsVariables}`,
  ].join(' ');
}

function scriptOf({ kind, name, file }: ScriptPlace): object {
  return kind === 'config-map'
    ? { configMap: { name, file } }
    : { volumeClaim: { name, file, readOnly: true } };
}
