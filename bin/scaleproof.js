#!/usr/bin/env node
// The entry point. Plain JavaScript, because it must also start on a Node that is too old for the
// rest; it then hands over to the newer Node that the install fetched.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { BROUGHT_NODE, isNewEnough } from '../scripts/bring-node.mjs';

const installed = fileURLToPath(new URL('../node_modules/', import.meta.url));

if (!existsSync(`${installed}.package-lock.json`) || !(isNewEnough() || existsSync(BROUGHT_NODE))) {
  console.error(
    'The dependencies are not installed; run `npm start` in the project, which installs them (and a newer Node if needed).',
  );
  process.exit(2);
}
if (isNewEnough()) {
  // Strips types and compiles once, not on every start.
  module.enableCompileCache?.(`${installed}.cache/compiled`);
  await import('../src/cli/main.ts');
} else handOver();

function handOver() {
  const child = spawn(BROUGHT_NODE, process.argv.slice(1), {
    stdio: 'inherit',
    // The child exits if this process is killed: a load must not continue unobserved.
    env: { ...process.env, SCALEPROOF_LAUNCHER_PID: String(process.pid) },
  });
  // Forward signals and let the child decide when to exit; it ignores a duplicate Ctrl-C.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
