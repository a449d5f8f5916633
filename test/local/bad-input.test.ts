import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseForm } from '../../src/local/wire/aws-query.ts';
import { predict, SIGNED, start } from './running.ts';

const standIn = await start();
const JSON_10 = 'application/x-amz-json-1.0';
const JSON_11 = 'application/x-amz-json-1.1';
const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const CLOUDWATCH = 'GraniteServiceVersion20100801';

async function post(path: string, headers: Record<string, string>, body: string) {
  const response = await fetch(standIn.url + path, {
    method: 'POST',
    headers: { authorization: SIGNED, ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
async function json(target: string, body: string, headers: Record<string, string> = {}) {
  const type = target.startsWith(CLOUDWATCH) ? JSON_10 : JSON_11;
  const all = { 'content-type': type, 'x-amz-target': target, ...headers };
  const answer = await post('/', all, body);
  return { ...answer, body: JSON.parse(answer.text) };
}
const form = (body: string, headers = {}) => post('/', { 'content-type': FORM, ...headers }, body);

describe('in the JSON protocols', () => {
  test.each([
    { target: 'SageMaker.DropEverything', type: 'UnknownOperationException' },
    { target: 'SageMaker.constructor', type: 'UnknownOperationException' },
    { target: 'Nobody.DescribeEndpoint', type: 'UnknownOperationException' },
    { target: 'SageMaker', type: 'UnknownOperationException' },
  ])('$target is $type', async ({ target, type }) => {
    expect(await json(target, '{}')).toMatchObject({ status: 400, body: { __type: type } });
  });

  test.each(['{', '"text"', '[]', 'null', 'a=b'])('a body of %s cannot be read', async (body) => {
    expect(await json('SageMaker.DescribeEndpoint', body)).toMatchObject({
      status: 400,
      body: { __type: 'SerializationException' },
    });
  });

  test('a missing parameter is named, in the words of each service', async () => {
    expect((await json('SageMaker.DescribeEndpoint', '{}')).body).toEqual({
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'endpointName' failed to satisfy constraint: " +
        'Member must not be null',
    });
    const start = await json(`${CLOUDWATCH}.GetMetricData`, '{"MetricDataQueries":[]}');
    expect(start.body).toMatchObject({
      __type: 'MissingRequiredParameterException',
      message: 'The request must contain the parameter StartTime.',
    });
    expect(start.headers.get('x-amzn-query-error')).toBe('MissingParameter;Sender');
    expect(start.headers.get('content-type')).toBe(JSON_10);
  });

  test('a parameter of the wrong type is named', async () => {
    const { body } = await json('SageMaker.DescribeEndpoint', '{"EndpointName":5}');
    expect(body.message).toContain("'endpointName'");
  });

  test('a body over a megabyte is refused', async () => {
    const body = `{"EndpointName":"${'x'.repeat(2 ** 20)}"}`;
    expect(await json('SageMaker.DescribeEndpoint', body)).toMatchObject({
      status: 413,
      body: { __type: 'RequestEntityTooLargeException' },
    });
  });
});

describe('in the Query protocol', () => {
  test('errors are XML with a type, a code and a message', async () => {
    const unknown = await form('Action=%3CDrop%26&Version=2010-08-01');
    expect(unknown.status).toBe(400);
    expect(unknown.headers.get('content-type')).toBe('text/xml');
    expect(unknown.text).toMatch(
      /^<ErrorResponse xmlns="http:\/\/monitoring.amazonaws.com\/doc\/2010-08-01\/"><Error><Type>Sender<\/Type><Code>InvalidAction<\/Code><Message>The action &lt;Drop&amp; is/,
    );
  });

  test.each([
    { body: 'Version=2010-08-01', code: 'MissingAction' },
    { body: 'Action=GetMetricData', code: 'MissingParameter' },
    { body: 'Action=DescribeAlarms&MaxRecords=many', code: 'InvalidParameterValue' },
    { body: 'Action=DescribeAlarms&MaxRecords=1000', code: 'InvalidParameterValue' },
    { body: 'Action=DescribeAlarms&NextToken=%00', code: 'InvalidNextToken' },
    { body: `Action=DescribeAlarms&${'a=1&'.repeat(20_001)}`, code: 'MalformedInput' },
  ])('$code', async ({ body, code }) => {
    expect((await form(body)).text).toContain(`<Code>${code}</Code>`);
  });

  test.each([
    { text: 'A.member.2=b&A.member.1=a&A.member.10=c', value: { A: ['a', 'b', 'c'] } },
    { text: 'A.member.1.B.member.1.C=x', value: { A: [{ B: [{ C: 'x' }] }] } },
    { text: 'A.member.999999999=x', value: { A: ['x'] } },
    { text: 'A=1&A.B=2', value: { A: { B: '2' } } },
    { text: 'A.=1', value: { A: { '': '1' } } },
  ])('$text is read as $value', ({ text, value }) => {
    expect(parseForm(new URLSearchParams(text))).toEqual(value);
  });

  test('no key reaches the prototype of anything', () => {
    parseForm(new URLSearchParams('__proto__.polluted=1&constructor.prototype.polluted=1'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the Authorization header', () => {
  const credential = 'Credential=AKID/20260101/us-east-1/sagemaker/aws4_request';
  const incomplete = [
    'Basic dXNlcjpwYXNz',
    'AWS4-HMAC-SHA256',
    `AWS4-HMAC-SHA256 ${credential}`,
    `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host`,
    'AWS4-HMAC-SHA256 Credential=AKID, SignedHeaders=host, Signature=abc',
    'AWS4-HMAC-SHA256 Credential=AKID/1/2/3/4, SignedHeaders=host, Signature=abc',
  ];

  test.each(incomplete)('%s is incomplete', async (authorization) => {
    expect(await json('SageMaker.DescribeEndpoint', '{}', { authorization })).toMatchObject({
      status: 400,
      body: { __type: 'IncompleteSignatureException' },
    });
    const query = await form('Action=DescribeAlarms', { authorization });
    expect(query.text).toContain('<Code>IncompleteSignature</Code>');
  });

  test('is asked for in every protocol, but not by the wine API', async () => {
    const authorization = '';
    expect(await json('SageMaker.DescribeEndpoint', '{}', { authorization })).toMatchObject({
      status: 403,
      body: { __type: 'MissingAuthenticationTokenException' },
    });
    const query = await form('Action=DescribeAlarms', { authorization });
    expect(query.text).toContain('<Code>MissingAuthenticationToken</Code>');
    const runtime = await post('/endpoints/wine/invocations', { authorization }, 'x');
    expect(runtime.status).toBe(403);
    expect(runtime.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect((await predict(standIn)).status).toBe(200);
  });
});

test('an endpoint name that is not properly encoded is a ValidationError', async () => {
  const answer = await post('/endpoints/%E0%A4%A/invocations', { 'content-type': 'text/csv' }, 'x');
  expect(answer.status).toBe(400);
  expect(answer.headers.get('x-amzn-errortype')).toBe('ValidationError');
});

/** Sends raw bytes and waits until the server hangs up or answers. */
function raw(bytes: Uint8Array | string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(standIn.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.end(bytes);
  });
}

test('what is not HTTP, and headers without end, get a plain refusal', async () => {
  expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  const endless = `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`;
  expect(await raw(endless)).toMatch(/^HTTP\/1\.1 431 /);
});

const paths = fc.constantFrom('/', '/DummyStage/DT', '/endpoints/wine/invocations', '/a/../%00?x=');
const targets = fc.constantFrom(
  `${CLOUDWATCH}.GetMetricData`,
  `${CLOUDWATCH}.DescribeAlarmHistory`,
  'SageMaker.DescribeEndpoint',
  'AnyScaleFrontendService.RegisterScalableTarget',
  'AnyScaleFrontendService.PutScalingPolicy',
  'AnyScaleFrontendService.DescribeScalingActivities',
  '.',
);
const keys = fc.constantFrom(
  ...[
    'MetricDataQueries',
    'StartTime',
    'EndTime',
    'NextToken',
    'MaxDatapoints',
    'ServiceNamespace',
  ],
  ...['ResourceId', 'ScalableDimension', 'MinCapacity', 'MaxCapacity', 'PolicyName', 'body'],
);
const bodies = fc.oneof(
  fc.json(),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value)),
  fc.webQueryParameters().map((text) => `Action=GetMetricData&${text}`),
);
const types = fc.constantFrom(JSON_10, JSON_11, FORM, 'text/csv', 'nonsense');

test('random requests get an answer that is not a failure of the server', async () => {
  await fc.assert(
    fc.asyncProperty(paths, targets, types, bodies, async (path, target, type, body) => {
      const headers = {
        'content-type': type,
        ...(type === FORM ? {} : { 'x-amz-target': target }),
      };
      const { status } = await post(path, headers, body);
      expect([200, 400, 404, 413, 424]).toContain(status);
    }),
    { numRuns: 400 },
  );
  expect((await predict(standIn)).body.statusCode).toBe(200);
});

test('random bytes on the connection do not end the process', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, started) => {
      const head = started ? 'POST /DummyStage/DT HTTP/1.1\r\nhost: x\r\n' : '';
      await raw(Buffer.concat([Buffer.from(head), bytes]));
    }),
    { numRuns: 100 },
  );
  expect((await predict(standIn)).body.statusCode).toBe(200);
});
