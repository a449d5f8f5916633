/**
 * Which credentials requests to an address are signed with.
 *
 * A stand-in on this machine checks the shape of a signature, not whose it is. Asking the credential
 * chain there would fail on a machine without AWS, and must not send real keys.
 */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Absent: they hold until somebody revokes them. */
  readonly expiration?: Date;
}

/** Asks for credentials anew. Rejects when there are none to be had. */
export type CredentialProvider = () => Promise<Credentials>;

/** Host names as `URL` writes them: `127.1` has become `127.0.0.1` by then. */
const LOOPBACK = /^(127(\.\d+){3}|localhost|\[::1\])$/;

export function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}

/** A new object each time: SDK clients write into the one they are given. */
export function localCredentials(): Credentials {
  return { accessKeyId: 'local', secretAccessKey: 'local' };
}

/**
 * The SDK's default chain: environment, SSO, shared files, web identity, container, instance. It is
 * loaded only here, because a load that is not signed must not wait for it.
 */
export async function providerFor(origin: string): Promise<CredentialProvider> {
  if (isLoopback(origin)) return async () => localCredentials();
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  const chain = defaultProvider();
  // Without it the chain hands out what it remembers until five minutes before the end.
  return () => chain({ forceRefresh: true });
}
