/** Pushes the verdict's metrics as Pushgateway takes them, and as VictoriaMetrics and others do, too. */
import { renderOpenMetrics } from '../report/openmetrics.ts';
import { seriesLabels } from '../report/run-metrics.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { headersFrom } from './push-headers.ts';
import { parsePushUrl, withPath } from './push-url.ts';
import { type Sending, send } from './send.ts';

export const PUSH_HEADERS = 'SCALEPROOF_PUSH_HEADERS';

/**
 * @param to of the gateway, or of a group of one's own with `/metrics/job/` in its path
 * @returns what was pushed, in words
 * @throws UserError, FailedPushError
 */
export async function pushOpenMetrics(
  verdict: Verdict,
  to: string,
  env: NodeJS.ProcessEnv,
  sending?: Sending,
): Promise<string> {
  const url = parsePushUrl(to, PUSH_HEADERS);
  const text = renderOpenMetrics(verdict);
  await send(
    {
      url: url.pathname.includes('/metrics/job') ? url : withPath(url, groupOf(verdict)),
      // PUT replaces the whole group: what the last run had and this one has not is gone.
      method: 'PUT',
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      body: new TextEncoder().encode(text),
      headers: headersFrom(env, [PUSH_HEADERS]),
      headersVariable: PUSH_HEADERS,
    },
    sending,
  );
  return `Pushed the metrics of the run to ${url.host}.\n`;
}

/** One group a series, so that a run replaces the last one of its own scenario only. */
function groupOf(verdict: Verdict): string {
  const parts = Object.entries(seriesLabels(verdict)).map(([name, value]) =>
    // Of a value with a slash, and of an empty one, Pushgateway takes the base64 form only.
    /[/]|^$/.test(value)
      ? `/${name}@base64/${value === '' ? '=' : Buffer.from(value).toString('base64url')}`
      : `/${name}/${encodeURIComponent(value)}`,
  );
  return `/metrics/job/scaleproof${parts.join('')}`;
}
