import { describe, expect, test } from 'vitest';
import { FailedPushError } from '../../src/export/failed-push.ts';
import { pushOtlp } from '../../src/export/otlp-run.ts';
import { PUSH_HEADERS, pushOpenMetrics } from '../../src/export/push-openmetrics.ts';
import type { Sending } from '../../src/export/send.ts';
import { renderOpenMetrics } from '../../src/report/openmetrics.ts';
import { hostileVerdict } from '../report/hostile.ts';
import { emptyTimeline, emptyVerdict, timeline, verdict } from '../report/sample.ts';
import { type Answer, deafHost, receiver } from './receiver.ts';

/** Waits for nothing, and keeps what it was asked to wait. */
function impatient(): Sending & { readonly waitsMs: number[] } {
  const waitsMs: number[] = [];
  const wait = async (ms: number) => void waitsMs.push(ms);
  return { fetch, wait, waitsMs };
}

const pushTo = (to: string, sending = impatient(), env: NodeJS.ProcessEnv = {}) =>
  pushOpenMetrics(verdict, to, env, sending);
const otlpTo = (to: string, env: NodeJS.ProcessEnv = {}) =>
  pushOtlp(verdict, timeline, ['traces', 'metrics'], { to, env, sending: impatient() });

const messageOf = async (pushing: Promise<unknown>): Promise<string> =>
  pushing.then(
    () => 'nothing went wrong',
    (cause: Error) => cause.message,
  );

describe('a push of OpenMetrics', () => {
  test('replaces the group of its system, scenario and environment', async () => {
    await using gateway = await receiver({ status: 202 });
    expect(await pushTo(gateway.url)).toBe(`Pushed the metrics of the run to ${gateway.host}.\n`);
    expect(gateway.received).toMatchObject([
      {
        method: 'PUT',
        path: '/metrics/job/scaleproof/system/wine/scenario/wine/environment/local',
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      },
    ]);
    expect(Buffer.from(gateway.received[0]!.body).toString()).toBe(renderOpenMetrics(verdict));
  });

  test.each([
    ['/gateway/', '/gateway/metrics/job/scaleproof/system/wine/scenario/wine/environment/local'],
    ['/metrics/job/nightly', '/metrics/job/nightly'],
    ['/?tenant=7', '/metrics/job/scaleproof/system/wine/scenario/wine/environment/local?tenant=7'],
  ])('to %s asks for %s', async (path, asked) => {
    await using gateway = await receiver();
    await pushTo(`${gateway.url}${path}`);
    expect(gateway.received[0]!.path).toBe(asked);
  });

  test('encodes a group whose name has a slash', async () => {
    await using gateway = await receiver();
    await pushOpenMetrics(hostileVerdict('a/b c'), gateway.url, {}, impatient());
    expect(gateway.received[0]!.path).toContain('/scenario@base64/YS9iIGM/');
  });
});

describe('a receiver that is away for a moment', () => {
  test.each([429, 502, 503, 504])('is asked again after %i', async (status) => {
    await using gateway = await receiver({ status }, { status }, { status: 200 });
    const sending = impatient();
    await pushTo(gateway.url, sending);
    expect(gateway.received).toHaveLength(3);
    expect(sending.waitsMs).toEqual([1_000, 2_000]);
  });

  test('decides how long to wait, within limits', async () => {
    const busy = (seconds: string): Answer => ({
      status: 503,
      headers: { 'retry-after': seconds },
    });
    await using gateway = await receiver(busy('7'), busy('86400'), { status: 200 });
    const sending = impatient();
    await pushTo(gateway.url, sending);
    expect(sending.waitsMs).toEqual([7_000, 30_000]);
  });

  test('is given up on after four attempts', async () => {
    await using gateway = await receiver({ status: 503 });
    const message = await messageOf(pushTo(gateway.url));
    expect(gateway.received).toHaveLength(4);
    expect(message).toBe(
      `${gateway.host} answered 503 Service Unavailable after 4 attempts to PUT /metrics/job/scaleproof/system/wine/scenario/wine/environment/local; push again later with \`scaleproof report\`.`,
    );
  });

  test('may be one that nobody started', async () => {
    const host = await deafHost();
    await expect(pushTo(`http://${host}`)).rejects.toThrow(FailedPushError);
    expect(await messageOf(pushTo(`http://${host}`))).toBe(
      `${host} could not be reached after 4 attempts (ECONNREFUSED); start the receiver or correct --push, then push again with \`scaleproof report\`.`,
    );
  });
});

describe('a receiver that refuses', () => {
  test.each([
    [400, 'pushed metrics are invalid', '("pushed metrics are invalid"); correct what it names'],
    [401, '', `set credentials in ${PUSH_HEADERS}`],
    [403, '', `set credentials in ${PUSH_HEADERS}`],
    [404, 'no such route', 'correct the path of --push'],
    [413, '', 'correct what it names'],
  ])('with %i is asked once', async (status, body, next) => {
    await using gateway = await receiver({ status, body });
    const message = await messageOf(pushTo(gateway.url));
    expect(message).toContain(`${gateway.host} answered ${status} `);
    expect(message).toContain(next);
    expect(gateway.received).toHaveLength(1);
  });

  test('by redirecting does not pass the headers on to another host', async () => {
    await using other = await receiver();
    await using gateway = await receiver({ status: 307, headers: { location: other.url } });
    const message = await messageOf(pushTo(gateway.url, impatient(), { [PUSH_HEADERS]: 'a=b' }));
    expect(message).toContain('answered 307 Temporary Redirect');
    expect(message).toContain('push to where it redirects');
    expect(other.received).toEqual([]);
  });

  test('by showing a page with status 200 has taken nothing', async () => {
    await using page = await receiver({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<html>Grafana</html>',
    });
    expect(await messageOf(otlpTo(page.url))).toBe(
      `${page.host} answered POST /v1/traces with a web page, so it is no receiver of metrics or traces; correct --push.`,
    );
  });

  test.each([
    // ExportTraceServiceResponse { partial_success { rejected_spans: 2, error_message: "too old" } }
    ['application/x-protobuf', Buffer.from('\x0a\x0b\x08\x02\x12\x07too old', 'latin1')],
    ['application/json', '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}'],
  ])('a part, in %s, is not taken for success', async (contentType, body) => {
    await using otlp = await receiver({
      status: 200,
      headers: { 'content-type': contentType },
      body,
    });
    expect(await messageOf(otlpTo(otlp.url))).toContain(
      `${otlp.host} refused 2 of 23 spans ("too old")`,
    );
  });

  test('nothing, but answers in words of its own, has taken all', async () => {
    await using otlp = await receiver({ status: 200, body: 'OK' });
    expect(await otlpTo(otlp.url)).toMatch(/^Pushed 23 spans and [\d,]+ datapoints to /);
  });
});

describe('credentials', () => {
  const SECRET = 'Basic c2VjcmV0OnBhc3N3b3Jk';
  const header = `Authorization=${encodeURIComponent(SECRET)}, x-scope = team%20a`;

  test('of an OTLP push come from the variables of OpenTelemetry', async () => {
    await using otlp = await receiver();
    await otlpTo(otlp.url, {
      OTEL_EXPORTER_OTLP_HEADERS: header,
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-scope=team%20b',
    });
    const [traces, metrics] = otlp.received;
    expect(traces!.path).toBe('/v1/traces');
    expect(traces!.headers).toMatchObject({ authorization: SECRET, 'x-scope': 'team a' });
    expect(metrics!.path).toBe('/v1/metrics');
    expect(metrics!.headers).toMatchObject({ authorization: SECRET, 'x-scope': 'team b' });
  });

  test('are in no message, also where the receiver repeats them', async () => {
    await using gateway = await receiver({ status: 400, body: `bad header ${SECRET}` });
    const message = await messageOf(
      pushTo(gateway.url, impatient(), { [PUSH_HEADERS]: header, OTEL_EXPORTER_OTLP_HEADERS: '=' }),
    );
    expect(message).toContain('("bad header (redacted)")');
    expect(gateway.received[0]!.headers.authorization).toBe(SECRET);
  });

  test('are not in what a receiver says of a part it refused, either', async () => {
    const partialSuccess = { rejectedSpans: '2', errorMessage: `not for ${SECRET}` };
    await using otlp = await receiver({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ partialSuccess }),
    });
    const message = await messageOf(otlpTo(otlp.url, { OTEL_EXPORTER_OTLP_HEADERS: header }));
    expect(message).toContain('refused 2 of 23 spans ("not for (redacted)")');
  });

  test.each([['secret'], ['=secret'], ['a=%zz-secret'], ['a b=secret'], ['a=secret%0ax']])(
    'written as %j are refused without repeating them',
    async (text) => {
      const message = await messageOf(
        pushTo('http://127.0.0.1:1', impatient(), { [PUSH_HEADERS]: `x=1,${text}` }),
      );
      expect(message).toContain(`${PUSH_HEADERS}: expected name=value pairs`);
      expect(message).toContain('entry 2 is not one');
      expect(message).not.toContain('secret');
    },
  );

  test('do not belong into the URL', async () => {
    const message = await messageOf(pushTo('https://user:secret@push.example/x'));
    expect(message).toContain('keep https://push.example');
    expect(message).not.toContain('secret');
  });
});

describe('an OTLP push', () => {
  test('goes to both paths below the URL, whichever of them was given', async () => {
    await using otlp = await receiver();
    await otlpTo(`${otlp.url}/otlp/`);
    await otlpTo(`${otlp.url}/otlp/v1/traces`);
    expect(otlp.received.map(({ path }) => path)).toEqual([
      ...['/otlp/v1/traces', '/otlp/v1/metrics', '/otlp/v1/metrics'],
      ...['/otlp/v1/traces', '/otlp/v1/metrics', '/otlp/v1/metrics'],
    ]);
  });

  test('of a run of which nothing was recorded is refused', async () => {
    const pushing = pushOtlp(emptyVerdict, emptyTimeline, ['traces'], { to: 'http://a', env: {} });
    expect(await messageOf(pushing)).toContain('has nothing to export as OTLP');
  });
});
