/** Thousands of generated requests: none crashes the stand-in, none is a failure of its own. */
import { connect } from 'node:net';
import fc from 'fast-check';
import { Pool } from 'undici';
import { afterAll, expect, test } from 'vitest';
import { FUZZ_TIMES } from '../fuzz-times.ts';
import { type GeneratedRequest, generatedRequest, SYSTEMS } from './fuzz-inputs.ts';
import { predict, SIGNED, start } from './running.ts';

const REQUESTS = 2_000 * FUZZ_TIMES;
const CONNECTIONS = 500 * FUZZ_TIMES;
const AT_ONCE = 50;

const quick = { instance: { serviceTimeMs: 1, serviceTimeSigma: 0, concurrency: 512 } };
const standIns = await Promise.all(SYSTEMS.map((system) => start(quick, { system })));
const pools = standIns.map(({ url }) => new Pool(url, { connections: 16 }));
afterAll(() => Promise.all(pools.map((pool) => pool.close())));
const [wine] = standIns;

/** The stand-in emits a warning for every mistake of its own. */
const warnings: Error[] = [];
process.on('warning', (warning) => warnings.push(warning));

/** Bad input is an error that the function of iris does not catch: 502, as in the real system. */
const UNHANDLED = '{"message":"Internal server error"}';

async function send({ standIn, method, path, headers, body }: GeneratedRequest) {
  const request = { method, path, headers, ...(method !== 'GET' && { body }) };
  const response = await pools[standIn]!.request(request);
  return { status: response.statusCode, text: await response.body.text() };
}

test('requests with anything in them are answered, and never as a failure of its own', async () => {
  let sent = 0;
  let understood = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(generatedRequest, { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (requests) => {
        const answers = await Promise.all(requests.map(send));
        sent += answers.length;
        understood += answers.filter(({ status }) => status === 200).length;
        for (const [i, { status, text }] of answers.entries()) {
          const unhandled = SYSTEMS[requests[i]!.standIn] === 'iris' && text === UNHANDLED;
          const allowed = [200, 400, 403, 404, 413, 424, ...(unhandled ? [502] : [])];
          expect(allowed, `${JSON.stringify(requests[i])} -> ${text}`).toContain(status);
        }
      },
    ),
    { numRuns: REQUESTS / AT_ONCE },
  );
  expect(sent).toBeGreaterThanOrEqual(REQUESTS);
  // Inputs that are all turned away at the door would test nothing behind it.
  expect(understood).toBeGreaterThan(0.1 * REQUESTS);
  expect(warnings).toEqual([]);
});

/** Sends bytes, then hangs up, or waits for the answer; resolves when the connection is gone. */
function raw(port: number, bytes: Buffer, hangUp: boolean): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (hangUp) socket.write(bytes, () => socket.destroy());
      else socket.end(bytes);
    });
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

const opening = fc.constantFrom(
  '',
  'POST /DummyStage/DT HTTP/1.1\r\nhost: x\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n',
  'POST /DummyStage/DT HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n{"body":',
  'GET / HTTP/9.9\r\n\r\n',
  'GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n',
  'GET * HTTP/1.1\r\nhost: x\r\n\r\n',
  'CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n',
  'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
  '\u0016\u0003\u0001',
);

test('connections with bytes that are no request, or half of one, end nothing', async () => {
  const connection = fc.tuple(opening, fc.uint8Array({ maxLength: 100 }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(
      fc.array(connection, { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (all) => {
        const answers = await Promise.all(
          all.map(([head, bytes, hangUp]) =>
            raw(wine!.port, Buffer.concat([Buffer.from(head, 'latin1'), bytes]), hangUp),
          ),
        );
        for (const answer of answers) expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
      },
    ),
    { numRuns: CONNECTIONS / AT_ONCE },
  );
  expect(warnings).toEqual([]);
});

test('afterwards correct requests are served as before', async () => {
  expect(await predict(wine!)).toMatchObject({
    status: 200,
    body: { statusCode: 200, body: 'Your Wine class is Cultivar 0' },
  });
  for (const { url } of standIns) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: SIGNED,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'SageMaker.DescribeEndpoint',
      },
      body: '{"EndpointName":"wine"}',
    });
    expect(response.status).toBe(200);
  }
});
