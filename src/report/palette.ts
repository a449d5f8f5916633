/** Terminal colours. With colour off, every painter returns its text unchanged. */
import { styleText } from 'node:util';
import type { AnyStatus } from './status-words.ts';

type Format = Parameters<typeof styleText>[0];

export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly status: (status: AnyStatus, text: string) => string;
  readonly series: readonly ((text: string) => string)[];
}

const STATUS_FORMAT: Readonly<Record<AnyStatus, Format>> = {
  pass: ['green', 'bold'],
  fail: ['red', 'bold'],
  inconclusive: ['yellow', 'bold'],
  skipped: 'dim',
  error: ['magenta', 'bold'],
};

/** @param color the caller decides: it knows the stream, NO_COLOR and FORCE_COLOR. */
export function palette(color: boolean): Palette {
  // `validateStream` would check this process's stdout; a renderer does not know its stream.
  const paint = (format: Format) => (text: string) =>
    color && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    warn: paint('yellow'),
    status: (status, text) => paint(STATUS_FORMAT[status])(text),
    series: [paint('gray'), paint('cyan'), paint('magenta')],
  };
}
