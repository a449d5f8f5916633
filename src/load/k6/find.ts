/** Finds k6 and its version. */
import { spawnSync } from 'node:child_process';
import { UserError } from '../../input/user-error.ts';

export interface K6 {
  /** A path, or `k6` if it is on the PATH. */
  readonly binary: string;
  /** For example `2.2.0`. */
  readonly version: string;
}

/** The first major version with TypeScript and all options the engine uses. */
const MIN_MAJOR = 1;
const INSTALL = 'https://grafana.com/docs/k6/latest/set-up/install-k6/';

/** @throws UserError when k6 is missing or too old */
export function findK6(env: NodeJS.ProcessEnv): K6 {
  const binary = env.K6_BIN || 'k6';
  const { error, stdout } = spawnSync(binary, ['version'], {
    env: withoutK6Settings(env),
    encoding: 'utf8',
    timeout: 20_000,
  });
  const version = /\bv?(\d+)\.\d+\.\d+\S*/.exec(stdout ?? '');
  if (error || !version) throw new UserError(absent(env.K6_BIN, error));
  if (Number(version[1]) < MIN_MAJOR) {
    throw new UserError(
      `--engine k6 needs k6 ${MIN_MAJOR}.0 or newer, but ${binary} is ${version[0]}; upgrade it (${INSTALL}).`,
    );
  }
  return { binary, version: version[0].replace(/^v/, '') };
}

/** k6 reads `K6_*` variables as options; the shell's must not change what a run sends. */
export function withoutK6Settings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('K6_')));
}

function absent(named: string | undefined, error: Error | undefined): string {
  if (!named) {
    return `--engine k6 needs k6, which is not on the PATH; install it (${INSTALL}), set K6_BIN, or omit --engine.`;
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'no version reported';
  return `K6_BIN is ${named}, which is not a working k6 (${code}); correct it, or install k6 (${INSTALL}).`;
}
