import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const READ = `
  import { readText } from './src/input/read-text.ts';
  process.stdout.write(readText({ file: process.argv[1], name: 'File', next: 'name another' }));
`;

test('reads what a shell passes as a pipe, since somebody writes to it', () => {
  const read = 'node --input-type=module -e "$READ" <(printf piped)';
  const env = { ...process.env, READ };
  expect(execFileSync('bash', ['-c', read], { env, encoding: 'utf8' })).toBe('piped');
});
