#!/usr/bin/env node
// The command. Written in plain JavaScript because it also has to start on a Node that is too old
// for the rest, and then hands over to the newer one that the project brought along.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { BROUGHT_NODE, isNewEnough } from '../scripts/bring-node.mjs';

const installed = fileURLToPath(new URL('../node_modules/', import.meta.url));

if (!existsSync(`${installed}.package-lock.json`) || !(isNewEnough() || existsSync(BROUGHT_NODE))) {
  console.error(
    'The dependencies are not installed; `npm start` in the project does it (and brings the Node it needs).',
  );
  process.exit(2);
}
if (isNewEnough()) {
  // Types are stripped and code is compiled once, not at each start.
  module.enableCompileCache?.(`${installed}.cache/compiled`);
  await import('../src/cli/main.ts');
} else handOver();

function handOver() {
  const child = spawn(BROUGHT_NODE, process.argv.slice(1), {
    stdio: 'inherit',
    // The child ends itself when this process is killed: a load must not go on unwatched.
    env: { ...process.env, SCALEPROOF_LAUNCHER_PID: String(process.pid) },
  });
  // The child decides when it is done; a Ctrl-C that it also had from the terminal counts once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
