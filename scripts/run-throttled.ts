/**
 * Runs each of the five shipped systems with and without half of all AWS calls throttled, and reports
 * whether the verdicts differ. `node scripts/run-throttled.ts [system ...]`
 */
import { HALF_THROTTLED, outcomesOf, verdictOf } from '../test/reliability/verdict-of.ts';

const SYSTEMS = ['wine', 'iris', 'car', 'dog-a', 'dog-b'];

const named = process.argv.slice(2);
for (const system of named.length > 0 ? named : SYSTEMS) {
  // Sequential: concurrent loads would disturb one another.
  const plain = await verdictOf(system, []);
  const half = await verdictOf(system, [HALF_THROTTLED]);
  if (!half.caveats.some((caveat) => caveat.includes('was throttled'))) {
    throw new Error(`${system}: no call was throttled`);
  }
  const before = outcomesOf(plain);
  const after = outcomesOf(half);
  const lost = before.filter((line) => !after.includes(line)).map((line) => `  - ${line}`);
  const gained = after.filter((line) => !before.includes(line)).map((line) => `  + ${line}`);
  const differs = lost.length + gained.length > 0;
  if (differs) process.exitCode = 1;
  console.log(
    `${system}: ${plain.status}, throttled ${half.status}${differs ? '' : ' (identical)'}`,
  );
  for (const line of [...lost, ...gained]) console.log(line);
}
