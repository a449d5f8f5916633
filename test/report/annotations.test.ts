import { expect, test } from 'vitest';
import { annotations } from '../../src/report/annotations.ts';
import { command } from '../../src/report/workflow-command.ts';
import { judge } from '../../src/verdict/judge.ts';
import { syntheticRun } from '../verdict/synthetic-run.ts';

test('a healthy run has none', () => {
  expect(annotations(judge(syntheticRun()))).toBe('');
});

test('each failed check is an error, each check in doubt a warning', () => {
  const verdict = judge(syntheticRun({ latencyMs: () => 900 }));
  const lines = annotations(verdict).trimEnd().split('\n');
  const expected = verdict.checks.filter(({ status }) => /fail|inconclusive/.test(status));
  expect(expected.length).toBeGreaterThan(0);
  expect(lines).toHaveLength(expected.length);
  for (const line of lines) expect(line).toMatch(/^::(error|warning) title=[^:,]+(%3A[^:,]+)*::\S/);
  expect(lines.some((line) => line.startsWith('::error '))).toBe(true);
});

test('a message cannot begin a command of its own', () => {
  const line = command('error', 'a::b,c%\n', 'one\n::stop-commands::x\r\n100 %');
  expect(line.trimEnd().split('\n')).toHaveLength(1);
  expect(line).toMatch(/^::error title=a%3A%3Ab%2Cc%25/);
  expect(line).toContain('100 %25');
});
