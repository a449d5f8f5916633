/** Versions of the software used in a run, for the manifest. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const PACKAGE = new URL('../../package.json', import.meta.url);

export function scaleproofVersion(): string {
  return readVersion(PACKAGE);
}

export function versions(): Record<string, string> {
  const { resolve } = createRequire(import.meta.url);
  return {
    scaleproof: scaleproofVersion(),
    node: process.versions.node,
    artillery: readVersion(resolve('artillery/package.json')),
    undici: readVersion(resolve('undici/package.json')),
  };
}

function readVersion(file: string | URL): string {
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string };
  return version ?? 'unknown';
}
