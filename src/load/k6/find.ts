/** Finds k6 and asks for its version. */
import { spawnSync } from 'node:child_process';
import { UserError } from '../../input/user-error.ts';

export interface K6 {
  /** A path, or `k6` where the PATH knows it. */
  readonly binary: string;
  /** For example `2.2.0`. */
  readonly version: string;
}

/** The first that runs TypeScript and every option the engine uses. */
const OLDEST_MAJOR = 1;
const INSTALL = 'https://grafana.com/docs/k6/latest/set-up/install-k6/';

/** @throws UserError when there is no k6, or one that is too old */
export function findK6(env: NodeJS.ProcessEnv): K6 {
  const binary = env.K6_BIN || 'k6';
  const { error, stdout } = spawnSync(binary, ['version'], {
    env: withoutK6Settings(env),
    encoding: 'utf8',
    timeout: 20_000,
  });
  const version = /\bv?(\d+)\.\d+\.\d+\S*/.exec(stdout ?? '');
  if (error || !version) throw new UserError(absent(env.K6_BIN, error));
  if (Number(version[1]) < OLDEST_MAJOR) {
    throw new UserError(
      `--engine k6 needs k6 ${OLDEST_MAJOR}.0 or newer, and ${binary} is ${version[0]}; install another (${INSTALL}).`,
    );
  }
  return { binary, version: version[0].replace(/^v/, '') };
}

/** k6 reads `K6_*` variables as options: those of a shell must not change what a run sends. */
export function withoutK6Settings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('K6_')));
}

function absent(named: string | undefined, error: Error | undefined): string {
  if (!named) {
    return `--engine k6 needs k6, which is not on the PATH; install it (${INSTALL}), name it in K6_BIN, or leave --engine out.`;
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'it told no version';
  return `K6_BIN names ${named}, which is no k6 that runs (${code}); name another or install it (${INSTALL}).`;
}
