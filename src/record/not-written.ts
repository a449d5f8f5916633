/** A run's files cannot be written: neither the user's mistake at the start nor a bug. */
export class RunNotWrittenError extends Error {
  override name = 'RunNotWrittenError';

  constructor(file: string, cause: unknown) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    super(
      `${file} could not be written (${code}): the disk is full or the run directory was removed; what was written before can be judged with \`scaleproof report\`.`,
      { cause },
    );
  }
}
