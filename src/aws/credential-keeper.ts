/**
 * Keeps unexpired credentials ready, and renews them in the background.
 *
 * A request is signed at the moment it leaves, so credentials must be available without waiting. A
 * failing provider's message may quote its input (a command line, a response that is not JSON), so
 * only the error name is ever shown.
 */
import { UserError } from '../input/user-error.ts';
import type { CredentialProvider, Credentials } from './credentials.ts';

export interface KeeperOptions {
  readonly provider: CredentialProvider;
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls `run` once after `delayMs`, unless the returned function is called first. */
  readonly startTimer: (run: () => void, delayMs: number) => () => void;
  /** Receives one sentence when renewal starts failing, then nothing until it has succeeded again. */
  readonly warn: (message: string) => void;
}

/** Renewed this long before expiry, or with a third of their lifetime left, whichever is later. */
const LEAD_MS = 600_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Avoids a tight loop when a provider returns credentials that are about to expire. */
const SHORTEST_WAIT_MS = 200;
/** Timers hold at most 2^31 ms; a day is far below that. */
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
        `No usable AWS credentials to sign the requests with (${nameOf(cause)}); set AWS_PROFILE or log in, and check that \`aws sts get-caller-identity\` succeeds.`,
      );
    }
  }

  /** The same object until renewal. Expired only if renewal has kept failing until then. */
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
      `AWS credentials could not be renewed (${nameOf(cause)}); the current ones are used until ${until}, and renewal is retried.`,
    );
  }
}

/**
 * How long to wait before the next attempt, ms.
 *
 * @param remainingMs until the current credentials expire
 * @param failures in a row since the last successful renewal
 */
export function waitMs(remainingMs: number, failures: number): number {
  const thirdMs = Math.max(0, remainingMs / 3);
  if (failures === 0) {
    const delayMs = remainingMs - Math.min(LEAD_MS, thirdMs);
    return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, delayMs));
  }
  const backOffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  // With little time left, try more than once before expiry; after it, hurrying does not help.
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
