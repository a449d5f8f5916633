/** A recommended policy in the terminal: what to set, how it follows, what it risks. */
import type { MinimumChoice, Recommendation } from '../capacity/recommend/recommendation.ts';
import { count, counted, figure } from '../format/numbers.js';
import type { Row } from './load-rows.ts';
import type { Palette } from './palette.ts';
import { hanging, rowLines, wrap } from './text-columns.ts';

const NAME_COLUMNS = 14;

export function renderRecommendation(
  found: Recommendation,
  columns: number,
  { bold, dim, warn }: Pick<Palette, 'bold' | 'dim' | 'warn'>,
): string {
  const { endpoint, arithmetic, risks, alternatives, caveats } = found;
  const named = (name: string, text: string, paint = (word: string) => word) =>
    hanging(`  ${name.padEnd(NAME_COLUMNS)}  `, text, columns).map(paint);
  const bulleted = (text: string) => hanging('  - ', text, columns);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', bold(title), ...lines];
  return [
    ...wrap(
      `Recommended policy for ${endpoint.endpointName ?? 'the endpoint'}, variant ${endpoint.variantName}`,
      columns,
    ).map(bold),
    ...settingRows(found).flatMap(([name, text]) => named(name, text)),
    ...(found.canFollow
      ? []
      : [
          '',
          ...wrap('No policy can follow this load; see what would serve better.', columns).map(
            warn,
          ),
        ]),
    ...section(
      'How it follows',
      arithmetic.flatMap(({ what, how }) => named(what, how)),
    ),
    ...section('Other minimums', choiceLines(found.choices, dim)),
    ...section('What it risks', risks.flatMap(bulleted)),
    ...section(
      'What would serve better',
      alternatives.flatMap(({ message }) => bulleted(message)),
    ),
    ...section('Note', caveats.flatMap(bulleted)),
    '',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** What to set, as names and values. */
export function settingRows({ policy, targetRange }: Recommendation): readonly Row[] {
  const { low, high } = targetRange;
  const range =
    high === null
      ? ' or more'
      : high === low
        ? ''
        : ` (up to ${count(high)} within what was measured)`;
  return [
    ['metric', policy.metric],
    ['target', `${count(policy.targetValue)} requests per minute and instance${range}`],
    ['instances', `${policy.minCapacity} to ${policy.maxCapacity}`],
    [
      'cooldowns',
      `scale-out ${policy.scaleOutCooldownSeconds} s, scale-in ${policy.scaleInCooldownSeconds} s; scale-in on`,
    ],
  ];
}

const WIDTHS = [2, 12, 14, 20, 18];

function choiceLines(choices: readonly MinimumChoice[], dim: (text: string) => string): string[] {
  const heads = ['', 'minimum', 'safety factor', 'target per minute', 'at the peak'];
  return [
    ...rowLines(
      heads.map((text, index) => ({ text, right: index > 0, paint: dim })),
      WIDTHS,
    ),
    ...choices.flatMap((one) =>
      rowLines(
        [
          { text: one.isChosen ? '>' : '' },
          { text: count(one.minCapacity), right: true },
          { text: figure(one.safetyFactor), right: true },
          {
            text: one.targetPerMinute === null ? 'none' : count(one.targetPerMinute),
            right: true,
          },
          {
            text: one.instancesAtPeak === null ? 'n/a' : counted(one.instancesAtPeak, 'instance'),
            right: true,
          },
        ],
        WIDTHS,
      ),
    ),
  ];
}
