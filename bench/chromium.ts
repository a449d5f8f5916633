/** Times whole processes of Chromium that open a page and end. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Took, timeProcess } from './process-time.ts';

const CHROMIUM = '/usr/bin/chromium';
const HEADLESS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--dump-dom',
];

export interface Opening {
  readonly what: string;
  readonly run: () => Took;
}

/** The page, and an empty one to compare it with; none where Chromium is not installed. */
export function openings(page: string, directory: string): readonly Opening[] {
  if (!existsSync(CHROMIUM)) return [];
  const empty = join(directory, 'empty.html');
  writeFileSync(empty, '<!doctype html><title>empty</title>');
  const open = (file: string) => () =>
    timeProcess(CHROMIUM, [...HEADLESS, `--user-data-dir=${directory}/chromium`, `file://${file}`]);
  return [
    { what: 'Chromium, an empty page', run: open(empty) },
    { what: 'Chromium, the page', run: open(page) },
  ];
}
