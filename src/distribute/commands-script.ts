/** The steps of a distribution as a shell script, to be read, run or copied from. Pure. */
import { shellWord } from '../format/shell-word.ts';
import type { Prepared, Step, TextFile } from './prepared.ts';

export const COMMANDS_FILE = 'commands.sh';

/** @param folder where the commands are meant to run, absolute */
export function commandsScript({ distribution, notes, steps }: Prepared, folder: string): TextFile {
  const lines = [
    '#!/bin/sh',
    `# The load ${distribution.id}, sent by ${distribution.workers} workers. Run it once: samples of a second time would be doubled.`,
    ...notes.map((note) => `# ${note}`),
    'set -eu',
    `cd ${shellWord(folder)}`,
    ...steps.flatMap((step) => ['', `# ${step.what}.`, lineOf(step)]),
  ];
  return { path: COMMANDS_FILE, text: `${lines.join('\n')}\n` };
}

/** With `set -e`, a script ends at any other exit code than 0. */
function lineOf({ command, accepts = [] }: Step): string {
  if (accepts.length === 0) return command;
  const codes = accepts.map((code) => `[ $code -eq ${code} ]`).join(' || ');
  return `${command} || { code=$?; ${codes}; }`;
}
