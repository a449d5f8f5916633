/** The examples for CI systems, read by independent linters. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACTIONLINT, hasActionlint, hasPythonModule, PEERS_PYTHON } from '../peers.ts';

const GITHUB = 'examples/ci/github-actions.yml';
const GITLAB = 'examples/ci/gitlab-ci.yml';

test.skipIf(!hasActionlint())('actionlint finds nothing in the workflow', () => {
  const { stdout, status } = spawnSync(ACTIONLINT, [GITHUB], { encoding: 'utf8' });
  expect([stdout, status]).toEqual(['', 0]);
});

test.skipIf(!hasPythonModule('check_jsonschema')).each([
  [GITHUB, ['--builtin-schema', 'vendor.github-workflows']],
  [GITLAB, ['--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci']],
])('%s fits the published schema', (file, schema) => {
  const args = ['-m', 'check_jsonschema', ...schema, file];
  const { stdout, stderr, status } = spawnSync(PEERS_PYTHON, args, { encoding: 'utf8' });
  expect([stdout + stderr, status]).toEqual([expect.stringContaining('ok'), 0]);
});

test('the shell script has no syntax error, and can be run', () => {
  const file = join('examples', 'ci', 'nightly.sh');
  expect(spawnSync('sh', ['-n', file], { encoding: 'utf8' })).toMatchObject({
    stderr: '',
    status: 0,
  });
});
