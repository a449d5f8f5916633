/** Reads the commit under test from the CI system's environment variables. */

/** In priority order; names specific to one CI system come before generic ones. */
const VARIABLES = [
  // GitHub, Gitea and Forgejo Actions
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

/** Abbreviated or full, SHA-1 or SHA-256. Anything else, such as Buildkite's `HEAD`, is ignored. */
const COMMIT = /^[0-9a-f]{7,64}$/i;

/** @returns null outside CI */
export function commitUnderTest(env: NodeJS.ProcessEnv): string | null {
  const named = VARIABLES.map((name) => env[name]?.trim() ?? '');
  return named.find((value) => COMMIT.test(value)) ?? null;
}
