#!/usr/bin/env node
// The command. Written in plain JavaScript because it also has to start on a Node that is too old
// for the rest, and then hands over to the newer one that the project brings along.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);

if (isNewEnough) await import('../src/cli/main.ts');
else handOver(fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url)));

function handOver(node) {
  if (!existsSync(node)) {
    console.error(
      `Scaleproof needs Node 22.18 or newer, and this is ${process.versions.node}; \`npm start\` in the project brings one along.`,
    );
    process.exit(2);
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // A terminal's Ctrl-C reaches both; a signal sent to this process alone is passed on. The child
  // decides when it is done.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' ? 143 : 130)));
}
