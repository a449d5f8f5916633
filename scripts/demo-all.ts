/**
 * Runs the five reference systems one by one, each on its own stand-in, and prints one table.
 * `npm run demo:all`; additional arguments apply to every run (`npm run demo:all -- --engine k6`).
 */
import { spawn } from 'node:child_process';
import { type Verdict, verdictSchema } from '../src/verdict/verdict.ts';
import { demoTable } from './demo-table.ts';

const SYSTEMS = ['wine', 'iris', 'car', 'dog-a', 'dog-b'];

let interrupted = false;
// The current run gets the same Ctrl-C, stops in order and reports; no further run starts.
process.on('SIGINT', () => {
  interrupted = true;
});

const verdicts: Verdict[] = [];
let failures = 0;
for (const [index, system] of SYSTEMS.entries()) {
  if (interrupted) break;
  process.stderr.write(`\n[${index + 1}/${SYSTEMS.length}] ${system}\n`);
  const { code, stdout } = await run(system);
  if (stdout === '') failures += 1;
  else verdicts.push(verdictSchema.parse(JSON.parse(stdout)));
  if (code === 4) failures += 1;
}
if (verdicts.length > 0) process.stdout.write(`\n${demoTable(verdicts)}`);
// Some stand-ins are meant to fail, so the demo fails only when it cannot show a verdict.
process.exitCode = interrupted ? 130 : failures > 0 ? 4 : 0;

function run(system: string): Promise<{ code: number | null; stdout: string }> {
  const args = ['bin/scaleproof.js', 'run', system, '--json', ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, stdout }));
  });
}
