/** A calibration in the terminal: each setting, its interval, and what it was taken from. */
import type { Calibration } from '../capacity/calibrate/calibrate.ts';
import type { Setting } from '../capacity/calibrate/setting.ts';
import { level } from '../format/numbers.js';
import type { Palette } from './palette.ts';
import { rowLines, wrap } from './text-columns.ts';

const KEY_COLUMNS = 31;
const VALUE_COLUMNS = 14;
const LEAST_COLUMNS = 24;

export function renderCalibration(
  { runId, timeCompression, settings, missing }: Calibration,
  columns: number,
  { bold, dim, warn }: Pick<Palette, 'bold' | 'dim' | 'warn'>,
): string {
  const widths = [
    KEY_COLUMNS,
    VALUE_COLUMNS,
    Math.max(LEAST_COLUMNS, columns - KEY_COLUMNS - VALUE_COLUMNS - 4),
  ];
  const shortened =
    timeCompression === 1 ? '' : `; AWS durations were divided by ${timeCompression} in it`;
  const rows = settings.flatMap((setting) =>
    rowLines(
      [
        { text: setting.key },
        setting.value === null
          ? { text: 'not known', paint: warn }
          : { text: valueText(setting), paint: bold },
        { text: setting.evidence, paint: dim },
      ],
      widths,
    ),
  );
  return [
    ...wrap(`Settings of a stand-in like the endpoint of ${runId}${shortened}`, columns),
    '',
    ...rows,
    ...missing.flatMap((sentence) => ['', ...wrap(sentence, columns).map(warn)]),
    '',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function valueText({ value, interval }: Setting): string {
  if (typeof value !== 'number') return String(value);
  if (interval === null) return level(value);
  const plusMinus = Math.max(value - interval.low, interval.high - value);
  return plusMinus === 0
    ? level(value)
    : `${level(value)} ± ${level(Number(plusMinus.toPrecision(2)))}`;
}
