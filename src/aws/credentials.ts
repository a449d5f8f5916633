/**
 * Chooses the credentials that sign requests to an address.
 *
 * A stand-in on this machine checks a signature's form, not whose it is. Signing for it with the
 * credential chain would fail on a machine without AWS, and elsewhere would use real keys.
 */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Absent: valid until revoked. */
  readonly expiration?: Date;
}

/** Fetches fresh credentials. Rejects when none are available. */
export type CredentialProvider = () => Promise<Credentials>;

/** Host names as `URL` normalises them: `127.1` has already become `127.0.0.1`. */
const LOOPBACK = /^(127(\.\d+){3}|localhost|\[::1\])$/;

export function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}

/** A new object each time: SDK clients modify the one they receive. */
export function localCredentials(): Credentials {
  return { accessKeyId: 'local', secretAccessKey: 'local' };
}

/**
 * The SDK's default chain: environment, SSO, shared files, web identity, container, instance. It is
 * loaded only here, because an unsigned load must not wait for it.
 */
export async function providerFor(origin: string): Promise<CredentialProvider> {
  if (isLoopback(origin)) return async () => localCredentials();
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  const chain = defaultProvider();
  // Without it the chain returns cached credentials until five minutes before they expire.
  return () => chain({ forceRefresh: true });
}
