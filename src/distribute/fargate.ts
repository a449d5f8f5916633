/** Artillery's own command that starts workers as Fargate tasks, and what it needs. Pure. */
import { clock } from '../format/numbers.js';
import { shellWord } from '../format/shell-word.ts';
import { SCRIPT_FILE } from './artillery-files.ts';
import type { AwsParts } from './aws-parts.ts';
import { loadSecondsOf } from './load-steps.ts';
import { onAws } from './on-aws.ts';
import { FARGATE_TASK } from './platforms.ts';
import type { PlatformParts } from './prepared.ts';

/** Until the last task is ready: Artillery waits that long for its workers (WORKER_WAIT_TIMEOUT_SEC). */
const START_SECONDS = 600;
/** After the load: time-outs, and the last samples on their way. */
const END_SECONDS = 300;

/** What Artillery allows a task's sockets and files; see `ensureTaskExists` in its run-cluster.ts. */
const USUAL_FILES = 8_192;
/** Files of a worker that are no connections. */
const OTHER_FILES = 1_000;

export function forFargate(parts: AwsParts): PlatformParts {
  const { distribution } = parts;
  const seconds = loadSecondsOf(distribution);
  const secrets = secretsOf(parts);
  const command = ['npx artillery', ...fargateArguments(parts).map(shellWord)].join(' ');
  const load = { what: `Send the load with ${distribution.workers} tasks`, command };
  return onAws(parts, load, [
    'Tasks are On-Demand ones: Fargate Spot may reclaim a task, and its share of the load would be lost.',
    `Tasks end when nobody listens: keep Artillery running until the load of ${clock(seconds)} is over.`,
    ...(secrets.length === 0
      ? []
      : [
          `Tasks read ${secrets.join(', ')} from SSM Parameter Store, each from /artilleryio/NAME in their Region.`,
        ]),
  ]);
}

/** As Artillery's `run-fargate` takes them. */
export function fargateArguments({
  scenario,
  distribution,
  directory,
  role,
  region,
}: AwsParts): string[] {
  const minutes = Math.ceil((START_SECONDS + loadSecondsOf(distribution) + END_SECONDS) / 60);
  const files = scenario.replay.maxConnections + OTHER_FILES;
  return [
    ...['run-fargate', `${directory}/${SCRIPT_FILE}`],
    ...['--count', String(distribution.workers), '--region', region],
    ...['--cpu', String(FARGATE_TASK.vcpus), '--memory', String(FARGATE_TASK.memoryGb)],
    ...['--task-role-name', role, '--max-duration', `${minutes}m`],
    ...(files <= USUAL_FILES ? [] : ['--launch-config', JSON.stringify(moreFiles(files))]),
    ...secretsOf({ scenario }).flatMap((name) => ['--secret', name]),
  ];
}

function moreFiles(files: number): object {
  return { ulimits: [{ name: 'nofile', softLimit: files, hardLimit: files }] };
}

function secretsOf({ scenario }: Pick<AwsParts, 'scenario'>): string[] {
  return [...new Set(Object.values(scenario.headersFromEnvironment))].sort();
}
