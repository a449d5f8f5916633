/** Runs the real command in a process of its own, as a user would type it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when stdout has shown `text`; rejects when the command ends without. */
  shown(text: string | RegExp): Promise<void>;
}

export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, ['bin/scaleproof.js', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watch of watchers) watch();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    process: child,
    finished,
    shown: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (stdout.search(text) === -1) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void finished.then(() =>
          reject(new Error(`ended without showing ${text}:\n${stdout}${stderr}`)),
        );
      }),
  };
}

export function scaleproof(...args: string[]): Promise<Finished> {
  return start(args).finished;
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'scaleproof-'));
}

/** The one run directory under `parent`. */
export function onlyRun(parent: string): string {
  const [run, ...others] = readdirSync(parent);
  if (!run || others.length > 0)
    throw new Error(`expected one run in ${parent}, found ${readdirSync(parent)}`);
  return join(parent, run);
}

/** Process ids of the children of `pid` whose command line matches. */
export function childrenOf(pid: number, commandLine: RegExp): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.flatMap((line) => {
    const [, id, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && commandLine.test(args ?? '') ? [Number(id)] : [];
  });
}
