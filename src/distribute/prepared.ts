/** What `distribute` prepares, before anything of it is written or run. */
import type { Distribution } from '../record/distribution.ts';
import type { Workers } from './worker-count.ts';

export interface TextFile {
  /** Relative to the distribution's folder. */
  readonly path: string;
  readonly text: string;
}

/** One command, for a POSIX shell in the folder where `distribute` was started. */
export interface Step {
  /** What it does, as a sentence without its full stop. */
  readonly what: string;
  readonly command: string;
  /** Exit codes that are as good as 0. */
  readonly accepts?: readonly number[];
}

/** What one platform adds to a distribution. */
export interface PlatformParts {
  readonly files: readonly TextFile[];
  readonly steps: readonly Step[];
  /** What to know before the steps, a sentence each. */
  readonly notes: readonly string[];
  /** Who needs which permission, a sentence each. */
  readonly permissions: readonly string[];
}

export interface Prepared extends PlatformParts {
  readonly distribution: Distribution;
  readonly workers: Workers;
  /** Of all files and, where workers leave their samples in a folder, of these. */
  readonly directory: string;
}
