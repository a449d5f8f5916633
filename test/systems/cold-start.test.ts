import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coldStartOf } from '../../src/systems/cold-start.ts';

const ID = '8f507cfc-xmpl-4697-b07a-ac58fc914c95';
const START = `START RequestId: ${ID} Version: $LATEST\n`;
const END = `END RequestId: ${ID}\n`;
/** As the Lambda Developer Guide shows it, with tabs. */
const WARM = `REPORT RequestId: ${ID}\tDuration: 2.41 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n`;
const COLD = WARM.replace('64 MB\t\n', '64 MB\tInit Duration: 200.40 ms\t\n');
const RESTORED = WARM.replace(
  '64 MB\t\n',
  '64 MB\tRestore Duration: 310.00 ms\tBilled Restore Duration: 100 ms\t\n',
);
const TRACED = `${COLD.trimEnd()}\nXRAY TraceId: 1-5e34a614-10bdxmplf1fb44f07bc535a1\tSegmentId: 07f5xmpl2d1f6f85\tSampled: true\t\n`;
const json = (metrics: object) =>
  `${JSON.stringify({ time: '2026-11-21T12:00:00.000Z', type: 'platform.report', record: { requestId: ID, metrics, status: 'success' } })}\n`;

function told(log: string) {
  const headers = { 'x-amz-log-result': Buffer.from(log).toString('base64') };
  return coldStartOf({ status: 200, headers, body: '' });
}

describe('the log of an invocation tells whether it began cold', () => {
  test.each([
    ['warm', START + END + WARM, false],
    ['cold', START + END + COLD, true],
    ['restored from a snapshot', START + END + RESTORED, true],
    ['cold and traced', START + END + TRACED, true],
    ['a report and nothing else', COLD, true],
    ['warm, in JSON', json({ durationMs: 2.4, billedDurationMs: 3 }), false],
    ['cold, in JSON', json({ durationMs: 2.4, initDurationMs: 200.4 }), true],
    ['restored, in JSON', json({ durationMs: 2.4, restoreDurationMs: 310 }), true],
    ['warm, after lines that only look cold', `${COLD}Init Duration: 1 ms\n${END}${WARM}`, false],
    ['warm, after as much as a log holds', `${'x'.repeat(3_500)}\n${END}${WARM}`, false],
    ['cold, where the log begins in the middle of a character', `\u20ac${END}${COLD}`, true],
  ])('%s', (_, log, coldStart) => {
    expect(told(log)).toEqual({ coldStart });
  });

  test.each([
    ['no report', START + END],
    ['an initialisation that failed', 'INIT_REPORT Init Duration: 9.00 ms\tPhase: init\n'],
    ['a report of something else', 'REPORT on Init Duration: 3.00 ms\n'],
  ])('and nothing is told by %s', (_, log) => {
    expect(told(log)).toEqual({});
  });

  test('nor where there is no log', () => {
    expect(coldStartOf({ status: 200, headers: {}, body: '' })).toEqual({});
  });
});

test('finds the report after a log of any length', () => {
  const lines = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 60 });
  fc.assert(
    fc.property(lines, fc.boolean(), (before, coldStart) => {
      const log = `${before.join('\n')}\n${END}${coldStart ? COLD : WARM}`;
      // Lambda sends its last 4 KB, wherever that begins.
      const tail = Buffer.from(log).subarray(-4_096).toString('base64');
      const response = { status: 200, headers: { 'x-amz-log-result': tail }, body: '' };
      expect(coldStartOf(response)).toEqual({ coldStart });
    }),
  );
});
