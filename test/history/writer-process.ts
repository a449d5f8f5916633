/**
 * A process that changes a history:
 *
 *   append FILE NAME COUNT   adds so many runs, one at a time; says each runId once it is added
 *   prune FILE TIMES         takes away the runs called `old`, again and again
 *   killed-pruning FILE      is killed after it has moved the file aside
 *
 * The run that it adds again and again is `template.json` beside FILE.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addToHistory, pruneHistory } from '../../src/history/history.ts';
import { replaceLines } from '../../src/history/history-file.ts';

const [, , what, file = '', ...rest] = process.argv;
switch (what) {
  case 'append': {
    const [name, count] = rest;
    const template = JSON.parse(readFileSync(join(dirname(file), 'template.json'), 'utf8'));
    for (let index = 0; index < Number(count); index += 1) {
      const runId = `${name}-${index}`;
      addToHistory(file, [{ ...template, runId, startedAtMs: index }]);
      process.stdout.write(`${runId}\n`);
    }
    break;
  }
  case 'prune':
    for (let time = 0; time < Number(rest[0]); time += 1) {
      pruneHistory(file, (runs) => runs.filter(({ runId }) => !runId.startsWith('old')));
    }
    break;
  case 'killed-pruning': {
    let calls = 0;
    replaceLines(file, (lines) => {
      calls += 1;
      if (calls === 2) process.kill(process.pid, 'SIGKILL');
      return lines;
    });
    break;
  }
}
