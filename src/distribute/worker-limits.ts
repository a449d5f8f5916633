/** Holds workers against what binds them: quotas, sockets, time. Pure. */
import { isLoopback } from '../aws/credentials.ts';
import {
  FARGATE_VCPUS,
  GATEWAY_RPS,
  LAMBDA_CONCURRENCY,
  LAMBDA_FILES,
  NAT_CONNECTIONS,
} from '../aws/quotas.ts';
import { clock, count, counted, rate, seconds } from '../format/numbers.js';
import type { WorkerPlatform } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { LAMBDA_LOAD_SECONDS } from './lambda.ts';
import { loadSecondsOf } from './load-steps.ts';
import { defaultRate, FARGATE_TASK, workersInWords } from './platforms.ts';
import type { Workers } from './worker-count.ts';

export interface Limit {
  /** Kebab-case; stable across releases. */
  readonly id: string;
  readonly title: string;
  /** `problem`: known to be exceeded. `warning`: it may be. */
  readonly status: 'ok' | 'warning' | 'problem';
  /** One sentence. */
  readonly message: string;
  /** What to do about it; null when nothing. */
  readonly next: string | null;
}

export interface LimitsAsked {
  readonly scenario: ResolvedScenario;
  readonly platform: WorkerPlatform;
  readonly workers: Workers;
  /** The account's quotas; null when unknown. */
  readonly quotas: Quotas;
}

export interface Quotas {
  readonly fargateVcpus: number | null;
  readonly lambdaConcurrency: number | null;
}

export const UNKNOWN_QUOTAS: Quotas = { fargateVcpus: null, lambdaConcurrency: null };

/** Assumed response time, seconds, when the scenario bounds none. */
const ASSUMED_SECONDS = 1;
/** Ports that Linux gives to connections by default (net.ipv4.ip_local_port_range). */
const PORTS = 60_999 - 32_768 + 1;
/** Files that Artillery and Lambda's runtime have open besides connections. */
const OTHER_FILES = 200;

export function workerLimits(asked: LimitsAsked): Limit[] {
  const { platform } = asked;
  return [
    workersLimit(asked),
    connectionsLimit(asked),
    ...(platform === 'fargate' ? [vcpuLimit(asked)] : []),
    ...(platform === 'lambda' ? [concurrencyLimit(asked), timeLimit(asked)] : []),
    ...(platform === 'k6-operator' ? [natLimit(asked)] : []),
  ];
}

/** Of the target, where nothing else says it: see doctor's quota items. */
export function gatewayLimit({ way, target }: ResolvedScenario, peakRps: number): Limit | null {
  if (way !== 'http' || isLoopback(target)) return null;
  const named = `API Gateway's default quota is ${rate(GATEWAY_RPS)} per account and Region`;
  const subject = { id: 'api-gateway-rate', title: 'API Gateway' };
  return peakRps <= GATEWAY_RPS
    ? ok(subject, `${named}; the plan peaks at ${rate(peakRps)}.`)
    : unsure(
        subject,
        `${named}, and the plan peaks at ${rate(peakRps)}: if the target is behind one, the excess is throttled (HTTP 429).`,
        'Request a higher quota; `scaleproof doctor` reads the one you have.',
      );
}

function workersLimit({ scenario, platform, workers }: LimitsAsked): Limit {
  const subject = { id: 'workers', title: 'Workers' };
  const { rpsPerWorker, why, isBeyondDefault } = workers;
  const described = `${workersInWords(platform, workers.workers)}, up to ${rate(workers.peakRps)} each`;
  if (!isBeyondDefault && why === null) return ok(subject, `${described}, as --workers says.`);
  if (!isBeyondDefault) {
    return ok(subject, `${described}; one is taken to send ${rate(rpsPerWorker)} (${why}).`);
  }
  const usual = defaultRate(platform, scenario.engine);
  return unsure(
    subject,
    `${described}, but one is taken to send ${rate(usual.rps)} (${usual.why}).`,
    'Use more workers, or look at the lag of each one afterwards.',
  );
}

/** Little's law: concurrent requests = rate x response time; each needs a connection. */
function connectionsLimit({ scenario, platform, workers }: LimitsAsked): Limit {
  const subject = { id: 'worker-connections', title: 'Connections' };
  const { each, source } = answerSeconds(scenario);
  const needed = Math.ceil(workers.peakRps * each);
  const sum = `${rate(workers.peakRps)} at ${seconds(each)} each (${source}) need ${counted(needed, 'connection')} a worker`;
  const { maxConnections } = scenario.replay;
  const [allowed, limit] =
    platform === 'lambda' && LAMBDA_FILES - OTHER_FILES < maxConnections
      ? [
          LAMBDA_FILES - OTHER_FILES,
          `a Lambda function has ${count(LAMBDA_FILES)} files, sockets included`,
        ]
      : [maxConnections, `maxConnections is ${count(maxConnections)}`];
  if (platform === 'processes' && needed * workers.workers > PORTS) {
    return unsure(
      subject,
      `${sum}, ${count(needed * workers.workers)} for all processes, but one machine has ${count(PORTS)} ports to an address.`,
      'Use workers on several machines.',
    );
  }
  if (needed <= allowed) return ok(subject, `${sum}; ${limit}.`);
  return unsure(
    subject,
    `${sum}, but ${limit}: requests would queue on the worker.`,
    platform === 'lambda'
      ? 'Use more workers, or --on fargate.'
      : 'Use more workers, or raise engines.replay.maxConnections.',
  );
}

function answerSeconds({ expect }: ResolvedScenario): { each: number; source: string } {
  return expect.latency
    ? { each: expect.latency.maxMs / 1_000, source: 'the latency bound' }
    : { each: ASSUMED_SECONDS, source: 'assumed' };
}

function vcpuLimit({ workers, quotas }: LimitsAsked): Limit {
  const needed = workers.workers * FARGATE_TASK.vcpus;
  return quotaLimit({
    subject: { id: 'fargate-vcpus', title: 'Fargate' },
    sum: `The tasks need ${count(needed)} vCPUs`,
    needed,
    quota: quotas.fargateVcpus,
    usual: FARGATE_VCPUS,
    unit: 'On-Demand vCPUs',
    next: 'Request a higher "Fargate On-Demand vCPU resource count" quota in Service Quotas.',
  });
}

/** Workers and the function that they load share the account's concurrency. */
function concurrencyLimit({ scenario, workers, quotas }: LimitsAsked): Limit {
  const { each, source } = answerSeconds(scenario);
  const isTargetToo = scenario.way === 'lambda' || scenario.watch?.functionName !== undefined;
  const target = isTargetToo ? Math.ceil(workers.peakRps * workers.workers * each) : 0;
  const needed = workers.workers + target;
  const also = isTargetToo
    ? ` and the target's ${count(target)} (${seconds(each)} a request, ${source})`
    : '';
  return quotaLimit({
    subject: { id: 'worker-concurrency', title: 'Lambda' },
    sum: `The account's concurrency has to hold ${counted(workers.workers, 'worker')}${also}`,
    needed,
    quota: quotas.lambdaConcurrency,
    usual: LAMBDA_CONCURRENCY,
    unit: 'concurrent executions',
    next: 'Request more concurrency, or use --on fargate.',
  });
}

/** Whatever the quotas: `distribute` refuses a longer load. */
function timeLimit({ scenario }: LimitsAsked): Limit {
  const subject = { id: 'worker-time', title: 'Time' };
  const taken = loadSecondsOf(scenario);
  const bound = `a load on Lambda may take ${clock(LAMBDA_LOAD_SECONDS)}`;
  if (taken <= LAMBDA_LOAD_SECONDS) {
    return ok(subject, `The load takes ${clock(taken)}; ${bound}.`);
  }
  const message = `The load takes ${clock(taken)}, but ${bound}.`;
  return {
    ...subject,
    status: 'problem',
    message,
    next: 'Use --on fargate, or shorten the phases.',
  };
}

/** Pods leave through the cluster's NAT gateway, which has as many ports to one address. */
function natLimit({ scenario, workers }: LimitsAsked): Limit {
  const subject = { id: 'nat-connections', title: 'NAT' };
  const { each } = answerSeconds(scenario);
  const needed = Math.ceil(workers.peakRps * workers.workers * each);
  const limit = `a NAT gateway has ${count(NAT_CONNECTIONS)} to one address for each of its own`;
  if (needed <= NAT_CONNECTIONS) {
    return ok(subject, `All pods need ${counted(needed, 'connection')}; ${limit}.`);
  }
  return unsure(
    subject,
    `All pods need ${counted(needed, 'connection')}, and ${limit}: if they leave through one, the rest fail.`,
    'Add addresses to the NAT gateway, or give nodes public ones.',
  );
}

interface QuotaAsked {
  readonly subject: Pick<Limit, 'id' | 'title'>;
  readonly sum: string;
  readonly needed: number;
  readonly quota: number | null;
  readonly usual: number;
  readonly unit: string;
  readonly next: string;
}

function quotaLimit({ subject, sum, needed, quota, usual, unit, next }: QuotaAsked): Limit {
  const allowed = quota ?? usual;
  const whose = quota === null ? 'the default quota is' : "the account's quota is";
  const limit = `${whose} ${count(allowed)} ${unit} per Region`;
  if (needed <= allowed) return ok(subject, `${sum}; ${limit}.`);
  const message = `${sum}, but ${limit}.`;
  return quota === null
    ? unsure(subject, message, next)
    : { ...subject, status: 'problem', message, next };
}

function ok(subject: Pick<Limit, 'id' | 'title'>, message: string): Limit {
  return { ...subject, status: 'ok', message, next: null };
}

function unsure(subject: Pick<Limit, 'id' | 'title'>, message: string, next: string): Limit {
  return { ...subject, status: 'warning', message, next };
}
