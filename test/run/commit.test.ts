import { expect, test } from 'vitest';
import { commitUnderTest } from '../../src/run/commit.ts';

const SHA = '4be0f2c1d6a97e35b8c04f1a2d3e5f6071829304';

test.each([
  ['GitHub Actions', { GITHUB_SHA: SHA }],
  ['GitLab', { CI_COMMIT_SHA: SHA }],
  ['Buildkite', { BUILDKITE_COMMIT: SHA }],
  ['CodeBuild', { CODEBUILD_RESOLVED_SOURCE_VERSION: SHA }],
  ['Bitbucket', { BITBUCKET_COMMIT: SHA }],
  ['CircleCI', { CIRCLE_SHA1: SHA }],
  ['Azure Pipelines', { BUILD_SOURCEVERSION: SHA }],
  ['Jenkins', { GIT_COMMIT: SHA }],
])('%s names the commit under test', (_, env) => {
  expect(commitUnderTest({ PATH: '/bin', ...env })).toBe(SHA);
});

test.each([
  ['outside CI', {}],
  ['a name that is no commit', { BUILDKITE_COMMIT: 'HEAD' }],
  ['anything else somebody put there', { GIT_COMMIT: 'token-of-somebody' }],
  ['an empty variable', { GITHUB_SHA: '' }],
])('none: %s', (_, env) => {
  expect(commitUnderTest(env)).toBeNull();
});

test('a variable without a commit does not hide another with one', () => {
  expect(commitUnderTest({ BUILDKITE_COMMIT: 'HEAD', GIT_COMMIT: SHA })).toBe(SHA);
});
