/** Measures signatures per second, and the share of a core that signing a load takes. */
import { performance } from 'node:perf_hooks';
import { Signer } from '../../src/aws/signer.ts';
import { chooseRow } from '../../src/dataset/choose.ts';
import { CREDENTIALS, distinctRequests, REGION } from './requests.ts';
import { createSigner, type SignerName } from './signers.ts';

const BATCH = 500;

/** @returns signatures per second, measured over about `ms` */
export async function signsPerSecond(name: SignerName, ms: number): Promise<number> {
  const sign = createSigner(name);
  const startMs = performance.now();
  let count = 0;
  while (performance.now() - startMs < ms) {
    // A synchronous signer must not be charged for promises it does not create.
    for (let index = 0; index < BATCH; index += 1) {
      const pending = sign();
      if (pending) await pending;
    }
    count += BATCH;
  }
  return (count * 1_000) / (performance.now() - startMs);
}

export interface SigningCost {
  readonly rows: number;
  /** Signatures computed per second of the load; the others were reused within their second. */
  readonly madePerSecond: number;
  /** User and system time per second of the load. */
  readonly cpuShare: number;
}

/** Draws rows as a load of `rps` does, on a simulated clock, as fast as signing allows. */
export function signingCost(rows: number, rps: number, seconds: number): SigningCost {
  const drawn = distinctRequests(rows);
  const startMs = Date.now();
  let nowMs = startMs;
  const signer = new Signer({
    service: 'sagemaker',
    region: REGION,
    host: `runtime.sagemaker.${REGION}.amazonaws.com`,
    credentials: () => CREDENTIALS,
    now: () => nowMs,
  });
  const made = new Set<object>();
  const before = process.cpuUsage();
  for (let index = 0; index < rps * seconds; index += 1) {
    nowMs = startMs + (index * 1_000) / rps;
    made.add(signer.sign(drawn[chooseRow(1, index, rows)]!.request));
  }
  const { user, system } = process.cpuUsage(before);
  return {
    rows,
    madePerSecond: made.size / seconds,
    cpuShare: (user + system) / 1_000_000 / seconds,
  };
}
