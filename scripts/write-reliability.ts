/** Runs the fault matrix, and the tests that it names, and writes its table into docs/reliability.md. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observe } from '../test/reliability/observe.ts';
import { reliabilityTable, withTable } from '../test/reliability/reliability-table.ts';
import { TESTED_ELSEWHERE, type TestedElsewhere } from '../test/reliability/tested-elsewhere.ts';

const FILE = 'docs/reliability.md';
/** Runs side by side, as in the tests. */
const SIDE_BY_SIDE = 3;

interface TestResult {
  readonly title: string;
  readonly status: string;
}

const results = runOtherTests();
const table = await reliabilityTable({
  here: inTurn(observe, SIDE_BY_SIDE),
  elsewhere: (row) => {
    const those = results.filter(({ title }) => patternOf(row).test(title));
    return those.length > 0 && those.every(({ status }) => status === 'passed');
  },
});
writeFileSync(FILE, withTable(readFileSync(FILE, 'utf8'), table));
console.log(FILE);

function runOtherTests(): TestResult[] {
  const directory = mkdtempSync(join(tmpdir(), 'scaleproof-'));
  const output = join(directory, 'results.json');
  const files = [...new Set(TESTED_ELSEWHERE.map(({ file }) => file))];
  const args = ['vitest', 'run', ...files, '--reporter=json', `--outputFile=${output}`];
  spawnSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const report = JSON.parse(readFileSync(output, 'utf8')) as {
    testResults: { assertionResults: TestResult[] }[];
  };
  rmSync(directory, { recursive: true });
  return report.testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** `%s` and `%i` stand for what `test.each` fills in. */
function patternOf({ title }: TestedElsewhere): RegExp {
  const parts = title.split(/%[si]/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

/** At most so many at a time; the others wait. */
function inTurn<T, R>(work: (item: T) => Promise<R>, sideBySide: number): (item: T) => Promise<R> {
  const lanes: Promise<unknown>[] = Array.from({ length: sideBySide }, () => Promise.resolve());
  let next = 0;
  return (item) => {
    const lane = next;
    next = (next + 1) % sideBySide;
    const result = lanes[lane]!.then(() => work(item));
    lanes[lane] = result.catch(() => {});
    return result;
  };
}
