/** A run's files could not be written, which is neither a usage error nor a bug. */
export class RunNotWrittenError extends Error {
  override name = 'RunNotWrittenError';

  constructor(file: string, cause: unknown) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    super(
      `${file} could not be written (${code}): the disk is full or the run directory was removed; \`scaleproof report\` can judge what was written before.`,
      { cause },
    );
  }
}
