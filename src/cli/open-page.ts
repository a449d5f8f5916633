/** Shows a page in the user's browser. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { UserError } from '../input/user-error.ts';

/** What each platform opens a file with; elsewhere, xdg-open. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // `start` takes its first quoted argument as a window's title.
  win32: ['cmd', '/c', 'start', ''],
};

/** Resolves once the platform's opener has taken the page. @throws UserError when there is none */
export async function openPage(file: string): Promise<void> {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, resolve(file)], { stdio: 'ignore', detached: true });
  const problem = await new Promise<string | null>((settle) => {
    child.once('error', ({ message }) => settle(message));
    child.once('exit', (code) => settle(code === 0 ? null : `${command} exited with ${code}`));
  });
  if (problem !== null) {
    throw new UserError(`Cannot show ${file} in a browser (${problem}); open it yourself.`);
  }
}
