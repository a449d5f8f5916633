/** uPlot as the page carries it: its script and style, read once from the installed package. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CLIENT_CHARTS } from './client-charts.ts';
import { CLIENT_FORMAT } from './client-format.ts';
import { CLIENT_MARKS } from './client-marks.ts';
import { CLIENT_PAGE } from './client-page.ts';
import { STYLE } from './style.ts';

const dist = dirname(createRequire(import.meta.url).resolve('uplot'));

/** In one closure: nothing of it is visible to what a browser extension may add. */
export const SCRIPT = [
  readFileSync(join(dist, 'uPlot.iife.min.js'), 'utf8'),
  `(() => { 'use strict';`,
  CLIENT_FORMAT,
  CLIENT_MARKS,
  CLIENT_CHARTS,
  CLIENT_PAGE,
  '})();',
].join('\n');

export const STYLE_SHEET = `${readFileSync(join(dist, 'uPlot.min.css'), 'utf8')}\n${STYLE}`;
