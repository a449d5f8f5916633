/**
 * Reads what to send: from the bundle that this script is part of, from the order that `scaleproof run --engine k6`
 * wrote or, in plain k6, from environment variables that default to the stand-in.
 */
import { type K6Order, preAllocatedVUs } from '../../src/load/k6/order.ts';
import { bundled } from './bundled.ts';

export function readOrder(env: Readonly<Record<string, string | undefined>>): K6Order {
  if (bundled !== undefined) return bundled.order;
  if (env.SCALEPROOF_K6_ORDER) return JSON.parse(open(env.SCALEPROOF_K6_ORDER)) as K6Order;
  const startRps = numberOf(env, 'RATE', 10);
  const phase = {
    name: 'load',
    durationSeconds: numberOf(env, 'SECONDS', 30),
    startRps,
    endRps: numberOf(env, 'RAMP_TO', startRps),
  };
  const maxVUs = numberOf(env, 'MAX_VUS', 1_000);
  return {
    system: env.SYSTEM ?? 'wine',
    origin: (env.TARGET ?? 'http://127.0.0.1:4620').replace(/\/+$/, ''),
    address: {
      path: env.API_PATH ?? null,
      functionName: null,
      endpointName: env.ENDPOINT_NAME ?? null,
    },
    datasetFile: env.DATASET ?? null,
    headersFromEnvironment: {},
    seed: numberOf(env, 'SEED', 1),
    timeoutMs: numberOf(env, 'TIMEOUT_MS', 10_000),
    phases: [phase],
    preAllocatedVUs: preAllocatedVUs([phase], maxVUs),
    maxVUs,
    marks: false,
    distribution: null,
  };
}

function numberOf(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
): number {
  const text = env[name];
  const value = text === undefined ? fallback : Number(text);
  if (text !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`-e ${name}=${text}: expected a number of 0 or more.`);
}
