/** What a worker is on each platform, and what it is taken to send where nobody says. */
import { LAMBDA_MB_PER_VCPU } from '../aws/quotas.ts';
import { level } from '../format/numbers.js';
import type { WorkerPlatform } from '../record/distribution.ts';
import type { Engine } from '../scenario/engine-names.ts';

export interface WorkerRate {
  /** Requests/s. */
  readonly rps: number;
  /** Where it comes from, as the end of a sentence. */
  readonly why: string;
}

/** A Fargate task: one core sends, the other runs Artillery around it. */
export const FARGATE_TASK = { vcpus: 2, memoryGb: 4 } as const;

/** Artillery's default for a Lambda worker. */
export const LAMBDA_WORKER = { memoryMb: 4_096 } as const;

const LAMBDA_GB = LAMBDA_WORKER.memoryMb / 1_024;
export const LAMBDA_VCPUS = LAMBDA_WORKER.memoryMb / LAMBDA_MB_PER_VCPU;

/** A pod. k6 keeps each virtual user's script in memory, so that its users need more than its rate. */
export const POD = { cpus: 1, memoryMb: 2_048 } as const;

/** Requests/s of the replay engine on a core of its own, over plain HTTP (docs/benchmarks.md). */
const REPLAY_CEILING = 10_000;

/**
 * Of k6 with its JSON output, compressed, in requests/s per CPU: k6 2.2 took 9.2 CPU seconds to send 2,000/s for
 * 10 s over plain HTTP (two shared cores of an Intel Xeon, 2026-11-22).
 */
const K6_CEILING = 2_000;

/** Half: the target speaks TLS, and the core has neighbours. */
const FOR_TLS = 0.5;
/** A quarter: Lambda shares its cores in slices, and between two slices every request waits. */
const IN_SLICES = 0.25;

/** @param engine one that runs on the platform */
export function defaultRate(platform: WorkerPlatform, engine: Engine): WorkerRate {
  if (engine === 'k6') {
    return {
      rps: K6_CEILING * FOR_TLS,
      why: `half of what k6 with its JSON output was measured to send on one CPU`,
    };
  }
  switch (platform) {
    case 'lambda':
      return {
        rps: REPLAY_CEILING * IN_SLICES,
        why: `a quarter of the measured ceiling of a core, as Lambda gives ${LAMBDA_GB} GB ${level(LAMBDA_VCPUS)} vCPUs in slices`,
      };
    case 'fargate':
    case 'k6-operator':
      return {
        rps: REPLAY_CEILING * FOR_TLS,
        why: 'half of the measured ceiling of a core, as a vCPU is half a core and TLS takes its part',
      };
    case 'processes':
      return { rps: REPLAY_CEILING, why: 'the measured ceiling of a core' };
  }
}

/** What a worker is, as the start of a sentence: `5 tasks of 2 vCPU and 4 GB`. */
export function workersInWords(platform: WorkerPlatform, workers: number): string {
  const some = (one: string) => `${workers} ${workers === 1 ? one : `${one}s`}`;
  switch (platform) {
    case 'fargate':
      return `${some('task')} of ${FARGATE_TASK.vcpus} vCPU and ${FARGATE_TASK.memoryGb} GB`;
    case 'lambda':
      return `${some('function')} of ${LAMBDA_GB} GB`;
    case 'k6-operator':
      return `${some('pod')} of ${POD.cpus} CPU and ${POD.memoryMb / 1_024} GB`;
    case 'processes':
      return workers === 1 ? '1 process on this machine' : `${workers} processes on this machine`;
  }
}
