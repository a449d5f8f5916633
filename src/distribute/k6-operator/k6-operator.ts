/** Files and commands for k6-operator: what to create in a cluster, what to wait for, what to take away. Pure. */
import { stringify } from 'yaml';
import { shellWord } from '../../format/shell-word.ts';
import type { Distribution } from '../../record/distribution.ts';
import type { ResolvedScenario } from '../../scenario/schema.ts';
import { loadSecondsOf, SAMPLES_FOLDER, stepsAround } from '../load-steps.ts';
import type { PlatformParts, Step, TextFile } from '../prepared.ts';
import { copyPod, copyPodName } from './copy-pod.ts';
import { placeScript, SCRIPT_KEY, type ScriptPlace } from './script-place.ts';
import {
  SAMPLES_MOUNT,
  START_AT,
  samplesOf,
  secretName,
  secretVariables,
  testRun,
} from './test-run.ts';

export const DEFAULT_CLAIM = 'scaleproof-samples';

const CLAIM_FILE = 'claim.yaml';
const SCRIPT_MAP_FILE = 'script.yaml';
const COPY_POD_FILE = 'copy-pod.yaml';
const TEST_RUN_FILE = 'test-run.yaml';

/** After the load: pods end, and the operator notices. */
const END_SECONDS = 600;

export interface OperatorParts {
  readonly scenario: ResolvedScenario;
  readonly distribution: Distribution;
  /** The bundled k6 script. */
  readonly script: string;
  readonly claim: string;
  readonly directory: string;
  /** From the TestRun's creation. */
  readonly startInSeconds: number;
}

export function forK6Operator(parts: OperatorParts): PlatformParts {
  const { scenario, distribution, script, claim } = parts;
  const place = placeScript(script, distribution.id, claim);
  const variables = secretVariables(scenario);
  return {
    files: [
      { path: SCRIPT_KEY, text: script },
      yaml(CLAIM_FILE, samplesClaim(claim)),
      ...(place.kind === 'config-map'
        ? [yaml(SCRIPT_MAP_FILE, configMap(place.name, script))]
        : []),
      yaml(TEST_RUN_FILE, testRun({ scenario, distribution, script: place, claim })),
      yaml(COPY_POD_FILE, copyPod(distribution.id, claim)),
    ],
    steps: steps(parts, place, variables),
    notes: [
      `Pods write to the PersistentVolumeClaim ${claim}, which needs a storage class that many nodes can write to (ReadWriteMany), such as EFS or NFS.`,
    ],
    permissions: [
      'You, in the namespace: create and delete testruns.k6.io, configmaps, secrets and pods; create persistentvolumeclaims; create pods/exec; get and watch all of these.',
      'Workers: none in the cluster, and none on AWS, as k6 signs no requests.',
    ],
  };
}

function steps(
  { scenario, distribution, claim, directory, startInSeconds }: OperatorParts,
  place: ScriptPlace,
  variables: readonly string[],
): Step[] {
  const { id } = distribution;
  const file = (name: string) => shellWord(`${directory}/${name}`);
  const pod = copyPodName(id);
  const copying = `kubectl wait --for=condition=Ready pod/${pod} --timeout=300s`;
  const script =
    place.kind === 'config-map'
      ? // Applied by the client, it would be copied into an annotation, which holds a quarter of it.
        `kubectl apply --server-side -f ${file(SCRIPT_MAP_FILE)}`
      : `kubectl exec -i ${pod} -- sh -c 'cat > ${SAMPLES_MOUNT}/${place.file}' < ${file(SCRIPT_KEY)}`;
  const waitSeconds = Math.ceil(startInSeconds + loadSecondsOf(distribution)) + END_SECONDS;
  const samples = `${directory}/${SAMPLES_FOLDER}`;
  const load = [
    `sed "s/${START_AT}/$(( ($(date +%s) + ${startInSeconds}) * 1000 ))/" ${file(TEST_RUN_FILE)} | kubectl apply -f -`,
    `kubectl wait testrun/${id} --for=jsonpath='{.status.stage}'=finished --timeout=${waitSeconds}s`,
  ].join(' && ');
  return [
    {
      what: `Create the claim ${claim}, where it does not exist yet`,
      command: `kubectl get pvc ${claim} || kubectl apply -f ${file(CLAIM_FILE)}`,
    },
    {
      what: 'Start the pod that copies to and from the claim',
      command: `kubectl apply -f ${file(COPY_POD_FILE)} && ${copying}`,
    },
    ...(variables.length === 0 ? [] : [secretStep(id, variables)]),
    { what: 'Hand over the script', command: script },
    ...stepsAround({
      scenario,
      distribution,
      load: { what: `Send the load with ${distribution.workers} pods`, command: load },
      fetch: [
        {
          what: 'Copy the samples',
          command: `mkdir -p ${shellWord(samples)} && kubectl exec ${pod} -- sh -c 'cd ${SAMPLES_MOUNT} && tar cf - ${samplesOf(id)}' | tar xf - -C ${shellWord(samples)}`,
        },
      ],
      from: directory,
    }),
    {
      what: 'Remove what was created, but for the claim',
      command: [
        `kubectl exec ${pod} -- sh -c 'rm -f ${SAMPLES_MOUNT}/${samplesOf(id)} ${SAMPLES_MOUNT}/${id}.js'`,
        `kubectl delete --ignore-not-found testrun/${id} pod/${pod} configmap/${id} secret/${secretName(id)}`,
      ].join(' && '),
    },
  ];
}

/** Through a pipe: a command line can be read by every user of the machine. */
function secretStep(id: string, variables: readonly string[]): Step {
  return {
    what: `Hand over the values of ${variables.join(', ')} from your environment, as a Secret`,
    command: `env | grep -E '^(${variables.join('|')})=' | kubectl create secret generic ${secretName(id)} --from-env-file=/dev/stdin`,
  };
}

function samplesClaim(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '20Gi' } } },
  };
}

function configMap(name: string, script: string): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { [SCRIPT_KEY]: script },
  };
}

function yaml(path: string, value: object): TextFile {
  // Lines stay whole: folded ones are harder to read, and a script's must not change.
  return { path, text: stringify(value, { lineWidth: 0 }) };
}
