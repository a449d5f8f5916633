/** Describes the machine that the figures were measured on, without identifying it. */
import { createRequire } from 'node:module';
import { arch, cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly artillery: string;
  readonly undici: string;
  /** Day of the measurement, UTC. */
  readonly date: string;
}

export function describeMachine(now: Date): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0]}, ${arch()}`,
    node: process.versions.node,
    artillery: versionOf('artillery'),
    undici: versionOf('undici'),
    date: now.toISOString().slice(0, 10),
  };
}

function versionOf(name: string): string {
  return createRequire(import.meta.url)(`${name}/package.json`).version;
}
