/**
 * Keeps credentials at hand that have not expired, and renews them in the background.
 *
 * A request is signed at the moment it leaves, so credentials have to be there without waiting. What
 * a provider says when it fails may hold parts of what it was given (a command line, an answer that is
 * not JSON), so only the failure's name is ever told.
 */
import { UserError } from '../input/user-error.ts';
import type { CredentialProvider, Credentials } from './credentials.ts';

export interface KeeperOptions {
  readonly provider: CredentialProvider;
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls `run` once after `delayMs`, unless the function it returns was called before. */
  readonly startTimer: (run: () => void, delayMs: number) => () => void;
  /** Told one sentence when renewing begins to fail, and none until it has worked again. */
  readonly warn: (message: string) => void;
}

/** Renewed so long before the end, or when a third of their life is left. */
const LEAD_MS = 600_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** A provider that hands out what is about to expire is not asked in a tight loop. */
const SHORTEST_WAIT_MS = 200;
/** Timers hold no more than 2^31 ms; a day is far from it. */
const LONGEST_WAIT_MS = 86_400_000;

export class CredentialKeeper {
  readonly #options: KeeperOptions;
  #current: Credentials;
  #failures = 0;
  #cancelTimer: () => void = () => {};
  #closed = false;

  private constructor(options: KeeperOptions, first: Credentials) {
    this.#options = options;
    this.#current = first;
    this.#wait();
  }

  /** @throws UserError (as a rejection) when there are no credentials, or they have expired */
  static async open(options: KeeperOptions): Promise<CredentialKeeper> {
    try {
      return new CredentialKeeper(options, await fetchUnexpired(options));
    } catch (cause) {
      throw new UserError(
        `The requests have to be signed and AWS credentials could not be had (${nameOf(cause)}); set AWS_PROFILE or log in, and see that \`aws sts get-caller-identity\` answers.`,
      );
    }
  }

  /** The same object until they are renewed. Expired only if renewing has failed for long. */
  get current(): Credentials {
    return this.#current;
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer();
  }

  #wait(): void {
    const { expiration } = this.#current;
    if (expiration === undefined || this.#closed) return;
    const { now, startTimer } = this.#options;
    const delayMs = waitMs(expiration.getTime() - now(), this.#failures);
    this.#cancelTimer = startTimer(() => void this.#renew(), delayMs);
  }

  async #renew(): Promise<void> {
    try {
      this.#current = await fetchUnexpired(this.#options);
      this.#failures = 0;
    } catch (cause) {
      this.#failures += 1;
      if (this.#failures === 1 && !this.#closed) this.#warn(cause);
    }
    this.#wait();
  }

  #warn(cause: unknown): void {
    const until = this.#current.expiration?.toISOString();
    this.#options.warn(
      `The AWS credentials could not be renewed (${nameOf(cause)}); those at hand are used until ${until}, and renewing is tried again.`,
    );
  }
}

/**
 * How long to wait before the next attempt.
 *
 * @param remainingMs life left in the present credentials
 * @param failures in a row, since they were renewed last
 */
export function waitMs(remainingMs: number, failures: number): number {
  const thirdMs = Math.max(0, remainingMs / 3);
  if (failures === 0) {
    const delayMs = remainingMs - Math.min(LEAD_MS, thirdMs);
    return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, delayMs));
  }
  const backOffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  // Where little is left, there is more than one attempt before it is gone; past it, no hurry helps.
  return remainingMs > 0 ? Math.max(SHORTEST_WAIT_MS, Math.min(backOffMs, thirdMs)) : backOffMs;
}

async function fetchUnexpired({ provider, now }: KeeperOptions): Promise<Credentials> {
  const credentials = await provider();
  if (credentials.expiration === undefined || credentials.expiration.getTime() > now()) {
    return credentials;
  }
  throw Object.assign(new Error(), { name: 'CredentialsExpired' });
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'unknown failure';
}
