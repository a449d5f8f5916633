/** Rows of the fault matrix that are tests of other files already. */

export interface TestedElsewhere {
  readonly fault: string;
  readonly injected: string;
  readonly expected: string;
  readonly file: string;
  /** As it stands in that file, with the placeholders of `test.each`. */
  readonly title: string;
}

export const TESTED_ELSEWHERE: readonly TestedElsewhere[] = [
  {
    fault: 'SIGINT, SIGTERM',
    injected: 'once, while the load runs',
    expected: 'exit 130, 143: the load stops, what was seen is judged and reported',
    file: 'test/cli/run.test.ts',
    title: '%s midway: a report of what was recorded, and exit %i',
  },
  {
    fault: 'SIGKILL while the load runs',
    injected: 'kill -9 of the command',
    expected: 'the load ends too; `report` exits 3: inconclusive, no check fails',
    file: 'test/cli/run.test.ts',
    title: 'kill -9 of the command midway: report renders what is on disk, and the load stops',
  },
  {
    fault: 'SIGKILL at any second',
    injected: 'a record cut off after each second in turn',
    expected: 'never a pass; no problem is found of a healthy run',
    file: 'test/verdict/any-prefix.test.ts',
    title: 'killed at any second, and of a healthy run no problem is found',
  },
  {
    fault: 'A run directory truncated',
    injected: 'each file cut off at any byte',
    expected: '`report` renders or explains in one sentence, and never throws',
    file: 'test/record/read.test.ts',
    title: '%s cut off at any byte',
  },
  {
    fault: 'The run directory is removed, then SIGINT',
    injected: 'while the load runs',
    expected: 'exit 4, one sentence; no load goes on',
    file: 'test/cli/run.test.ts',
    title: 'run directory removed midway: one sentence, exit 4, and the load stops',
  },
  {
    fault: 'The run directory cannot be made',
    injected: '--out is a file',
    expected: 'exit 2, one sentence',
    file: 'test/cli/usage.test.ts',
    title: 'a run directory that cannot be created',
  },
  {
    fault: 'A port in use',
    injected: '`scaleproof local --port` of a port that something listens on',
    expected: 'exit 2, one sentence with the port',
    file: 'test/cli/usage.test.ts',
    title: 'a port in use',
  },
  {
    fault: 'The target is not there',
    injected: 'nothing listens at its address when the run begins',
    expected: 'exit 2, one sentence; nothing is left behind',
    file: 'test/cli/usage.test.ts',
    title: 'an unreachable target leaves nothing behind',
  },
  {
    fault: 'The stand-in ends',
    injected: 'kill -9 of its process while the load runs',
    expected: 'exit 4, error: the stand-in exited during the run',
    file: 'test/cli/run.test.ts',
    title: 'stand-in killed midway: an error verdict that says so, exit 4',
  },
];
