/** The commit under test, where a CI system names it in the environment. */

/** The first that holds one counts: those of a CI system that is known by its name before the general. */
const VARIABLES = [
  // GitHub Actions, and Gitea's and Forgejo's
  'GITHUB_SHA',
  // GitLab, Woodpecker
  'CI_COMMIT_SHA',
  'BUILDKITE_COMMIT',
  'CODEBUILD_RESOLVED_SOURCE_VERSION',
  'BITBUCKET_COMMIT',
  'CIRCLE_SHA1',
  // Azure Pipelines
  'BUILD_SOURCEVERSION',
  'TRAVIS_COMMIT',
  'DRONE_COMMIT_SHA',
  // Jenkins
  'GIT_COMMIT',
] as const;

/** Abbreviated or whole, SHA-1 or SHA-256: anything else, such as Buildkite's `HEAD`, names no commit. */
const COMMIT = /^[0-9a-f]{7,64}$/i;

/** @returns null outside CI */
export function commitUnderTest(env: NodeJS.ProcessEnv): string | null {
  const named = VARIABLES.map((name) => env[name]?.trim() ?? '');
  return named.find((value) => COMMIT.test(value)) ?? null;
}
