/** Exit codes other than a verdict's (see verdict/exit-code.ts). Documented in the README. */
export const EXIT_USAGE = 2;
/** What was measured does not tell what was asked. */
export const EXIT_CANNOT_TELL = 3;
export const EXIT_HARNESS_FAILED = 4;

/** 128 plus the signal's number, as in shells. */
export const EXIT_OF_SIGNAL: Readonly<Record<string, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};
