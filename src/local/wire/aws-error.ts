/** An error as an AWS API reports it; each protocol encodes it in its own way. */
export class AwsError extends Error {
  override name = 'AwsError';
  /** The error's shape name, such as `ValidationException`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** The code in the Query protocol, if different. */
  readonly queryCode: string;
  /** Additional members of the error body. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; queryCode?: string; members?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.queryCode = options.queryCode ?? code;
    this.members = options.members ?? {};
  }
}

/** What a client sees of a bug in the stand-in. */
export function internalFailure(): AwsError {
  return new AwsError('InternalFailure', 'The request processing has failed.', { status: 500 });
}
