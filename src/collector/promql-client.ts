/**
 * Asks CloudWatch in PromQL, which no client of the SDK speaks: signed HTTP to the same host as its other calls.
 *
 * Source: "PromQL querying" and "QueryMetrics", Amazon CloudWatch User Guide.
 */
import { openSigning, type RequestSigning } from '../aws/request-signing.ts';
import type { Watch } from '../scenario/schema.ts';

export interface PromQlAnswer {
  readonly status: number;
  readonly body: string;
}

export interface PromQlClient {
  /** @param path and query. @throws when no answer came, or nothing to sign with is there */
  get(path: string): Promise<PromQlAnswer>;
  destroy(): void;
}

const TIMEOUT_MS = 5_000;

export function createPromQlClient(watch: Pick<Watch, 'region' | 'endpointUrl'>): PromQlClient {
  const { region, endpointUrl } = watch;
  const origin = new URL(endpointUrl ?? `https://monitoring.${region}.${suffixOf(region)}`).origin;
  let signing: Promise<RequestSigning> | undefined;
  return {
    async get(path) {
      // Only when something is asked: most scenarios never do, and it looks for credentials.
      signing ??= openSigning({ way: 'monitoring', origin, region });
      signing.catch(() => {
        signing = undefined;
      });
      const unsigned = { method: 'GET', path, headers: {}, body: null } as const;
      const { path: signedPath, headers } = (await signing).sign(unsigned);
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(origin + signedPath, { headers, signal, redirect: 'error' });
      return { status: response.status, body: await response.text() };
    },
    destroy() {
      void signing?.then((opened) => opened.close());
    },
  };
}

function suffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
