/** Programs that some tests compare with, and that not every machine has. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// By full path: on a PATH there may be a shim of something else.
export const AWS = '/usr/bin/aws';
export const PYTHON = '/usr/bin/python3';
export const CHROMIUM = '/usr/bin/chromium';
/** A Python with the packages of `.ci/peers.txt`, which judge our statistics and our files. */
export const PEERS_PYTHON = process.env.SCALEPROOF_PEERS_PYTHON || 'python3';
export const JQ = '/usr/bin/jq';
export const ACTIONLINT = process.env.ACTIONLINT_BIN || 'actionlint';
export const K6 = process.env.K6_BIN || 'k6';

export const VEGETA = process.env.VEGETA_BIN || 'vegeta';

/** Prometheus's own gateway for the metrics of jobs. */
export const PUSHGATEWAY = process.env.SCALEPROOF_PUSHGATEWAY || '/usr/bin/prometheus-pushgateway';

/** moto's server: another implementation of the same AWS APIs, written by other people. */
export const MOTO = process.env.SCALEPROOF_MOTO || 'moto_server';

/**
 * Whether tests that need a program can run. In CI, which installs them all, a missing one is an
 * error: a skip there would go unseen.
 */
export function isInstalled(file: string): boolean {
  return required(file, existsSync(file));
}

export function hasBoto3(): boolean {
  const found = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import boto3']).status === 0;
  return required('boto3', found);
}

/** @param module as Python imports it, such as `scipy`. */
export function hasPythonModule(module: string): boolean {
  return required(module, spawnSync(PEERS_PYTHON, ['-c', `import ${module}`]).status === 0);
}

export function hasK6(): boolean {
  return required('k6', spawnSync(K6, ['version']).status === 0);
}

export function hasVegeta(): boolean {
  return required('vegeta', spawnSync(VEGETA, ['-version']).status === 0);
}

export function hasActionlint(): boolean {
  return required('actionlint', spawnSync(ACTIONLINT, ['-version']).status === 0);
}

export function hasMoto(): boolean {
  return required('moto_server', spawnSync(MOTO, ['--help']).status === 0);
}

export function required(name: string, found: boolean): boolean {
  if (!found && process.env.SCALEPROOF_REQUIRE_PEERS) {
    throw new Error(`${name} is missing, and SCALEPROOF_REQUIRE_PEERS asks for it; install it.`);
  }
  return found;
}
