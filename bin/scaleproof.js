#!/usr/bin/env node
// The entry point. Plain JavaScript, because it must also start on a Node that is too old for the
// rest; it then hands over to the newer Node that the install fetched.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { BROUGHT_NODE, isNewEnough } from '../scripts/bring-node.mjs';
import { watchShell } from '../src/cli/npx-shell.js';

const installed = fileURLToPath(new URL('../node_modules/', import.meta.url));
/** In the repository Node strips the types of what is there; a package has plain JavaScript instead. */
const isRepository = existsSync(new URL('../src/cli/main.ts', import.meta.url));

const problem = whatIsMissing();
if (problem !== null) {
  console.error(problem);
  process.exit(2);
}
if (isNewEnough()) {
  // Strips types and compiles once, not on every start.
  module.enableCompileCache?.(`${installed}.cache/compiled`);
  await import(isRepository ? '../src/cli/main.ts' : '../dist/src/cli/main.js');
} else handOver();

/** @returns a sentence with the next step; null when the command can start */
function whatIsMissing() {
  const hasNode = isNewEnough() || existsSync(BROUGHT_NODE);
  if (isRepository) {
    return existsSync(`${installed}.package-lock.json`) && hasNode
      ? null
      : 'The dependencies are not installed; run `npm start` in the project, which installs them (and a newer Node if needed).';
  }
  return hasNode
    ? null
    : `Node ${process.versions.node} is too old; run \`npm rebuild scaleproof\`, which fetches a newer one, or install Node 22.18 or newer.`;
}

function handOver() {
  const child = spawn(BROUGHT_NODE, process.argv.slice(1), {
    stdio: 'inherit',
    // The child exits if this process is killed: a load must not continue unobserved.
    env: {
      ...process.env,
      SCALEPROOF_LAUNCHER_PID: String(process.pid),
      SCALEPROOF_STARTED_BY: String(process.pid),
    },
  });
  // Forward signals and let the child decide when to exit; it ignores a duplicate Ctrl-C.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  // Under npx, this process is the one whose parent a signal kills.
  watchShell(() => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
}
