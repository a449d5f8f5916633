/** What came of the worlds, as Markdown. */
import { FINDING_CODES } from '../../test/matrix/finding-codes.ts';
import { DEFECTS } from './defects.ts';
import { type CheckTrial, isFalseAlarm, isMistaken, JUDGED_CHECKS, type Trial } from './trial.ts';

/** One false alarm in so many worlds is what is aimed at, for all findings together. */
const WORLDS_A_FALSE_ALARM = 500;

/** One line for each result that the truth denies. */
export function mistakesOf({ seed, defects, checks, findings }: Trial): string[] {
  const world = `world ${seed} (${defects.length === 0 ? 'nothing wrong' : defects.join(', ')})`;
  return [
    ...checks
      .filter(isMistaken)
      .map(({ id, status, reason }) => `${world}: \`${id}\` ${status} (\`${reason}\`)`),
    ...findings.filter(isFalseAlarm).map(({ code }) => `${world}: \`${code}\` found`),
  ];
}

export function tooManyFalseAlarms(trials: readonly Trial[]): boolean {
  const alarms = trials.flatMap(({ findings }) => findings.filter(isFalseAlarm));
  return alarms.length > Math.max(1, trials.length / WORLDS_A_FALSE_ALARM);
}

/** `left open`: inconclusive; how many of them the truth would have let pass or fail, and does not deny. */
export function checkTable(trials: readonly Trial[]): string {
  return table(
    ['check', 'asked', 'pass', 'denied', 'fail', 'denied', 'left open', 'though one was true'],
    JUDGED_CHECKS.flatMap((id) => {
      const all = trials.flatMap(({ checks }) => checks.filter((check) => check.id === id));
      if (all.length === 0) return [];
      const count = (which: (check: CheckTrial) => boolean) => String(all.filter(which).length);
      const [passed, failed, open] = (['pass', 'fail', 'inconclusive'] as const).map(
        (status) => (check: CheckTrial) => check.status === status,
      ) as [Is, Is, Is];
      return [
        [
          `\`${id}\``,
          String(all.length),
          count(passed),
          count((check) => passed(check) && isMistaken(check)),
          count(failed),
          count((check) => failed(check) && isMistaken(check)),
          count(open),
          count((check) => open(check) && check.allowed.pass !== check.allowed.fail),
        ],
      ];
    }),
  );
}

type Is = (check: CheckTrial) => boolean;

/** `true`: worlds in which it should be found; `may be`: in which it may. */
export function findingTable(trials: readonly Trial[]): string {
  return table(
    ['finding', 'true of', 'of these found', 'may be true of', 'found', 'false of', 'found'],
    FINDING_CODES.map((code) => {
      const all = trials.map(({ findings }) => findings.find((one) => one.code === code)!);
      const cells = (['yes', 'open', 'no'] as const).flatMap((holds) => {
        const such = all.filter((one) => one.holds === holds);
        return [such.length, such.filter(({ said }) => said).length].map(String);
      });
      return [`\`${code}\``, ...cells];
    }),
  );
}

/** Of each defect, alone in its world: how the runs ended, and what was found most. */
export function defectTable(trials: readonly Trial[]): string {
  const names = ['nothing wrong', ...DEFECTS.map(({ name }) => name)];
  return table(
    ['injected alone', 'worlds', 'pass', 'fail', 'inconclusive', 'found'],
    names.map((name, index) => {
      const such = trials.filter(({ defects }) =>
        index === 0 ? defects.length === 0 : defects.length === 1 && defects[0] === name,
      );
      const ended = (['pass', 'fail', 'inconclusive'] as const).map((status) =>
        String(such.filter((trial) => trial.status === status).length),
      );
      return [name, String(such.length), ...ended, foundMost(such)];
    }),
  );
}

/** Notes on how things are would drown the rest. */
const COMMON = new Set(['detection-could-be-faster', 'cooldown-waited']);

function foundMost(trials: readonly Trial[]): string {
  const times = new Map<string, number>();
  for (const { code, said } of trials.flatMap(({ findings }) => findings)) {
    if (said && !COMMON.has(code)) times.set(code, (times.get(code) ?? 0) + 1);
  }
  return [...times]
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, 4)
    .map(([code, found]) => `\`${code}\` ${found}`)
    .join(', ');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
