import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type DoctorReport, statusOf } from '../../src/doctor/doctor-report.ts';
import { renderDoctor } from '../../src/doctor/render-doctor.ts';
import { palette } from '../../src/report/palette.ts';

const LONG =
  'a sentence of many words that does not fit into one line of a narrow terminal '.repeat(3);

const REPORT: DoctorReport = {
  schemaVersion: 1,
  scenario: 'wine',
  environment: 'nightly',
  target: 'https://abc.execute-api.eu-west-1.amazonaws.com',
  region: 'eu-west-1',
  onStandIn: false,
  status: 'not-ready',
  items: [
    {
      id: 'clock',
      group: 'Metrics and clock',
      title: 'Clock',
      status: 'ok',
      message: LONG,
      next: null,
    },
    {
      id: 'policy',
      group: 'Endpoint and scaling',
      title: 'Policy',
      status: 'problem',
      message: LONG,
      next: LONG,
    },
    {
      id: 'k6',
      group: 'This machine',
      title: 'k6',
      status: 'skipped',
      message: 'Not found.',
      next: null,
    },
    {
      id: 'x',
      group: 'This machine',
      title: 'x',
      status: 'warning',
      message: '\u001b[31mred\u202e',
      next: 'Mend it.',
    },
  ],
  cost: {
    rows: [
      { what: 'Instances', usd: { low: 0.096, high: 1.38 }, assumption: LONG },
      { what: 'Lambda compute', usd: null, assumption: 'No price.' },
    ],
    usd: { low: 0.096, high: 1.38 },
    isComplete: false,
  },
  duration: { loadSeconds: 1_500, settleSeconds: { low: 240, high: 420 } },
};

const CHECK = 'npx scaleproof check wine --env nightly';

describe('what doctor prints', () => {
  const text = renderDoctor(REPORT, 80, palette(false), CHECK);

  test.each([80, 60, 200])('fits %d columns', (columns) => {
    const lines = renderDoctor(REPORT, columns, palette(false), CHECK).split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('shows groups in order, then cost and duration', () => {
    const places = [
      'This machine',
      'Endpoint and scaling',
      'Metrics and clock',
      'Cost: ',
      'Duration: ',
    ].map((heading) => text.indexOf(heading));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).not.toContain('Credentials and permissions');
  });

  test('shows next steps, cost and the conclusion', () => {
    expect(text).toContain('-> Mend it.');
    expect(text).toContain('$0.10 to $1.38');
    expect(text).toMatch(/Lambda compute +unknown +No price\./);
    expect(text).toContain('25:00 of load, then 4:00 to 7:00 until');
    expect(text).toMatch(/NOT READY {2}1 problem, 1 warning\.\n$/);
  });

  test('of what is ready, says that predictions were not tried', () => {
    const ready = renderDoctor({ ...REPORT, status: 'ready' }, 80, palette(false), CHECK);
    expect(ready).toMatch(
      /\nPredictions were not tried: npx scaleproof check wine --env nightly\n$/,
    );
  });

  test('contains no escape sequences', () => {
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).toContain('red');
  });
});

test('is ready despite a warning, but not with a problem', () => {
  expect(statusOf([{ status: 'ok' }, { status: 'warning' }, { status: 'skipped' }])).toBe('ready');
  expect(statusOf([{ status: 'ok' }, { status: 'problem' }])).toBe('not-ready');
});
