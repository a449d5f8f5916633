/** The last lines of an invocation's log, as Lambda returns them to who asks for them. */

export interface LoggedInvocation {
  readonly requestId: string;
  readonly version: string;
  readonly durationMs: number;
  /** What it waited for a new environment; 0 for a warm one. */
  readonly initMs: number;
}

const MEMORY_MB = 128;
const USED_MB = 76;

/** `x-amz-log-result`: base64 of the START, END and REPORT lines. */
export function tailLog({ requestId, version, durationMs, initMs }: LoggedInvocation): string {
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    // Billed by the whole millisecond, and since August 2025 for the start as well.
    `Billed Duration: ${Math.ceil(durationMs + initMs)} ms`,
    `Memory Size: ${MEMORY_MB} MB`,
    `Max Memory Used: ${USED_MB} MB`,
    ...(initMs > 0 ? [`Init Duration: ${initMs.toFixed(2)} ms`] : []),
  ];
  const lines = [
    `START RequestId: ${requestId} Version: ${version}`,
    `END RequestId: ${requestId}`,
    `${report.join('\t')}\t`,
  ];
  return Buffer.from(`${lines.join('\n')}\n`).toString('base64');
}
