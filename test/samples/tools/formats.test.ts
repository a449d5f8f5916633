import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { lines, readContent, readFile } from './reading.ts';

const point = (metric: string, time: string, value: number, tags: object | null) =>
  JSON.stringify({ metric, type: 'Point', data: { time, value, tags } });
const METRIC =
  '{"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"http_req_duration"}';
const AT = '2026-11-22T07:56:41.808278066Z';
const LATER = '2026-11-22T07:56:43.308278066+00:00';

const K6_JSON = lines(
  METRIC,
  point('http_reqs', AT, 1, { status: '200' }),
  point('http_req_duration', AT, 38.5, { status: '200' }),
  point('http_req_duration', AT, 24, { status: '503', error_code: '1503' }),
  point('http_req_duration', AT, 26, { status: '429', error_code: '1429' }),
  point('http_req_duration', AT, 11, { status: '404', error_code: '1404' }),
  point('http_req_duration', LATER, 500.5, {
    ...{ status: '0', error_code: '1050', error: 'request timeout' },
  }),
  point('http_req_duration', LATER, 0.5, {
    ...{ status: '0', error_code: '1212', error: 'dial: connection refused' },
  }),
  point('dropped_iterations', LATER, 2, { scenario: 'a' }),
  point('vus', LATER, 4, null),
);

describe("k6's JSON output", () => {
  test('becomes seconds of requests, by when they were sent and when they ended', async () => {
    const { start, samples, end, latency } = (await readContent(K6_JSON))!;
    expect(start).toMatchObject({
      ...{ planned: 8, totalWorkers: 1, planDurationMs: 2_000 },
      planStartMs: Date.parse('2026-11-22T07:56:41.769Z'),
      tool: { name: 'k6', format: 'JSON', timeResolutionMs: 1e-6, latencyResolutionMs: 1e-6 },
    });
    expect(start).not.toHaveProperty('timeoutMs');
    expect(samples.map(({ sent, planned, notSent }) => ({ sent, planned, notSent }))).toEqual([
      { sent: 4, planned: 4, notSent: {} },
      { sent: 2, planned: 4, notSent: { 'connection-limit': 2 } },
    ]);
    expect(samples[0]).toMatchObject({
      outcomes: { correct: 1, 'server-error': 1, throttled: 1, 'client-error': 1 },
      statuses: { 200: 1, 503: 1, 429: 1, 404: 1 },
      inFlight: 0,
    });
    expect(samples[1]).toMatchObject({ outcomes: { timeout: 1, network: 1 }, statuses: {} });
    for (const unknown of ['backlog', 'connections', 'eventLoopUtilization']) {
      expect(samples[0]).not.toHaveProperty(unknown);
    }
    expect(end).toMatchObject({ planned: 8, sent: 6, reason: 'completed' });
    expect(end.errors).toEqual({ ECONNREFUSED: 1 });
    expect(latency).toMatchObject({ count: 6, max: 500.5, sum: 600.5 });
  });

  test('is the same compressed, and from a version that named the metric last', async () => {
    const plain = await readContent(K6_JSON);
    expect(await readContent(gzipSync(K6_JSON))).toEqual(plain);
    const old = K6_JSON.replaceAll(
      /^\{"metric":("\w+"),"type":"Point",(.*)\}$/gm,
      '{"type":"Point",$2,"metric":$1}',
    );
    expect(old).not.toBe(K6_JSON);
    expect(await readContent(old)).toEqual(plain);
  });

  test('without the tag that tells what became of a request is refused', async () => {
    const bare = lines(METRIC, point('http_req_duration', AT, 38.5, null));
    await expect(readContent(bare)).rejects.toThrow(
      /^FILE, line 2: expected the tag `status` of the request, found .*; leave `status` in the script’s `systemTags`/,
    );
  });
});

describe("k6's CSV output", () => {
  const HEADER =
    'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata';
  const row = (stamp: string, value: string, status: string, error = '', code = '') =>
    `http_req_duration,${stamp},${value},,${error},${code},true,,GET,"a ""name"", quoted",HTTP/1.1,a,,${status},,,http://127.0.0.1/,,`;
  const file = (stamp: string) =>
    lines(
      HEADER,
      `http_reqs,${stamp},1.000000,,,,true,,GET,x,HTTP/1.1,a,,200,,,x,,`,
      row(stamp, '38.500000', '200'),
      row(stamp, '501.000000', '0', 'request timeout', '1050'),
    );

  test.each([
    ['1795334201', 1_000, 1_795_334_201_500],
    ['2026-11-22T07:56:41Z', 1_000, 1_795_334_201_500],
    ['1795334201808', 1, 1_795_334_201_808],
    ['1795334201808278', 1e-3, 1_795_334_201_808.278],
    ['1795334201808278066', 1e-6, 1_795_334_201_808.278],
    ['2026-11-22T07:56:41.808278066Z', 1e-6, 1_795_334_201_808.278],
  ])('stamped %s is known to %d ms', async (stamp, timeResolutionMs, endMs) => {
    const { start, end, samples } = (await readContent(file(stamp)))!;
    expect(start.tool).toMatchObject({ format: 'CSV', timeResolutionMs });
    expect(end.outcomes).toEqual({ correct: 1, timeout: 1 });
    expect(end.atMs).toBeCloseTo(endMs, 2);
    // Whole seconds do not tell who was in flight at their ends.
    expect(samples.every(({ inFlight }) => (inFlight === undefined) === timeResolutionMs > 1)).toBe(
      true,
    );
  });
});

describe("vegeta's results", () => {
  const result = (code: number, latency: number, error: string) =>
    JSON.stringify({
      ...{ attack: '', seq: 1, code, timestamp: '2026-11-22T08:56:46.841639455+01:00', latency },
      ...{ bytes_out: 0, bytes_in: 2, error, body: 'b2s=', method: 'GET', url: 'http://x/?key=k' },
    });
  const csv = (code: number, latency: number, error: string) =>
    `1795334206841639455,${code},${latency},0,2,"${error.replaceAll('"', '""')}",b2s=,,1,GET,http://x/?key=k,`;
  const RESULTS = [
    [200, 43_130_126, ''],
    [503, 43_838_243, '503 Service Unavailable'],
    [
      ...[0, 300_485_598],
      'Get "http://x/?key=k": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
    [200, 301_000_000, 'net/http: request canceled (Client.Timeout exceeded while reading body)'],
    [0, 900_000, 'Get "http://x/?key=k": dial tcp: socket: too many open files'],
  ] as [number, number, string][];

  test.each([
    ['JSON', lines(...RESULTS.map((one) => result(...one)))],
    ['CSV', lines(...RESULTS.map((one) => csv(...one)))],
  ])('as %s are counted from their send', async (format, content) => {
    const load = (await readContent(content))!;
    expect(load.start).toMatchObject({
      planStartMs: 1_795_334_206_841,
      tool: { name: 'vegeta', format, timeResolutionMs: 1e-6 },
    });
    expect(load.end.outcomes).toEqual({ correct: 1, 'server-error': 1, timeout: 2, network: 1 });
    // A fault of the generator's own machine, by the code that the errors check knows.
    expect(load.end.errors).toEqual({ EMFILE: 1 });
    expect(JSON.stringify(load)).not.toContain('key=');
  });
});

describe("JMeter's JTL", () => {
  test('as CSV: default columns, a message over several lines, a transaction', async () => {
    const { start, samples, end } = (await readFile('test/samples/fixtures/jmeter.jtl'))!;
    expect(start).toMatchObject({
      planStartMs: 1_700_000_000_100,
      tool: { name: 'JMeter', format: 'JTL (CSV)', timeResolutionMs: 1, latencyResolutionMs: 1 },
    });
    expect(end).toMatchObject({
      sent: 7,
      outcomes: {
        ...{ correct: 1, 'server-error': 2, throttled: 1, 'client-error': 1 },
        ...{ timeout: 1, network: 1 },
      },
      errors: { ECONNREFUSED: 1 },
    });
    expect(samples.map(({ sent, inFlight }) => [sent, inFlight])).toEqual([
      [2, 0],
      [4, 1],
      [1, 1],
      [0, 0],
    ]);
    expect(samples[3]!.dueEarlier).toEqual({ timeout: { 2: 1 } });
  });

  test('as XML: samples within samples count once', async () => {
    const { start, end } = (await readFile('test/samples/fixtures/jmeter.xml'))!;
    expect(start.tool).toEqual({
      ...{ name: 'JMeter', format: 'JTL (XML)', timeResolutionMs: 1, latencyResolutionMs: 1 },
    });
    expect(end).toMatchObject({
      sent: 5,
      outcomes: { correct: 1, 'server-error': 2, throttled: 1, timeout: 1 },
    });
  });

  test.each([
    ['elapsed;success;timeStamp', '120;true;1700000000100', { correct: 1 }],
    [
      'label\ttimeStamp\telapsed\tresponseCode',
      'a\t1700000000100\t120\t503',
      { 'server-error': 1 },
    ],
    [
      'timeStamp|elapsed|responseCode|success|"my variable"',
      '1700000000100|3|OK|false|',
      { 'server-error': 1 },
    ],
  ])('has its columns in any order: %s', async (header, row, outcomes) => {
    expect((await readContent(lines(header, row)))!.end.outcomes).toEqual(outcomes);
  });

  test.each([
    [
      ['timeStamp,label,success', '1,a,true'],
      'line 1: expected the column elapsed, found .*; set jmeter.save.saveservice.time=true',
    ],
    [
      ['timeStamp,elapsed,responseCode', '2023/11/14 22:13:20,120,200'],
      'line 2: expected a timeStamp in milliseconds, found .*; set jmeter.save.saveservice.timestamp_format=ms',
    ],
    [
      ['timeStamp,elapsed,responseCode,SampleCount,ErrorCount', '1700000000100,120,200,50,1'],
      'line 2: expected one sample a line',
    ],
    [['timeStamp,elapsed,responseCode', '1700000000,120,200'], 'line 2: expected a time between'],
    [
      ['timeStamp,elapsed,responseCode', '1700000000100,120'],
      'line 2: expected a line of a JMeter JTL',
    ],
  ])('%j is refused with the property that mends it', async (content, message) => {
    await expect(readContent(lines(...content))).rejects.toThrow(new RegExp(`^FILE, ${message}`));
  });
});

describe('what is not the samples of a tool', () => {
  const vegeta = '{"attack":"","seq":0,"code":200,"timestamp":"2026-11-22T07:56:46Z","latency":4}';

  test.each([
    ['our own samples', readFileSync('reports/sample/load.ndjson', 'utf8')],
    ['an empty file', ''],
    ['other JSON', readFileSync('package.json', 'utf8')],
  ])('%s: for others to read', async (_what, content) => {
    expect(await readContent(content)).toBeNull();
  });

  test.each([
    [
      "vegeta's binary results",
      Buffer.from(
        'ff967f03010106526573756c7401ff8000010c010641747461636b010c00010353657101060001',
        'hex',
      ),
      /`vegeta encode -to json/,
    ],
    ["k6's summary", '{\n  "root_group": {"name": ""},\n  "metrics": {}\n}', /`--out json=FILE/],
    ["vegeta's report", '{"latencies":{"total":5010007509}}', /`vegeta encode -to json/],
    [
      'a JTL without header',
      '1700000000100,120,predict,200,OK,a,text,true,,1,1,1,1,1,0,1\n',
      /print_field_names=true/,
    ],
  ])('%s is named, and what to pass instead', async (_what, content, next) => {
    const read = readContent(content);
    await expect(read).rejects.toThrow(next);
    await expect(read).rejects.toThrow(/^FILE: expected a load\.ndjson, .* found .*; /);
  });

  test.each([
    ['another tool', lines(vegeta, METRIC), 2],
    ['a line that was overwritten', lines(vegeta, vegeta, '{"attack":"","seq":0,"co', vegeta), 3],
  ])('%s in the middle is refused with its line', async (_what, content, line) => {
    await expect(readContent(content)).rejects.toThrow(
      `FILE, line ${line}: expected a result as \`vegeta encode -to json\` writes it, found "`,
    );
  });

  test('a load without HTTP requests is refused', async () => {
    await expect(readContent(lines(METRIC, point('vus', AT, 1, null)))).rejects.toThrow(
      "FILE: expected HTTP requests in k6's JSON output, found none",
    );
  });

  test('two loads on different days are refused', async () => {
    const jtl = lines(
      'timeStamp,elapsed,responseCode',
      '1700000000100,1,200',
      '1701000000100,1,200',
    );
    await expect(readContent(jtl)).rejects.toThrow(
      'expected one load of at most 7 days, found requests 12 days apart',
    );
  });
});

describe('output that was cut off', () => {
  const whole = K6_JSON.trimEnd().split('\n');

  test.each([
    ['a line that is wanted', lines(...whole.slice(0, 3)) + whole[3]!.slice(0, 60), 1],
    ['a line that is not', lines(...whole.slice(0, 4)) + whole[1]!.slice(0, 40), 2],
    ['compressed data', gzipSync(K6_JSON.repeat(200)).subarray(0, -30), null],
  ])('within %s counts until there, and says so', async (_what, content, sent) => {
    const load = (await readContent(content))!;
    expect(load.start.tool?.cutOff).toBe(true);
    if (sent === null) expect(load.end.sent).toBeGreaterThan(600);
    else expect(load.end.sent).toBe(sent);
  });

  test('within a CSV line: a number that lost its last digits is not read as another', async () => {
    const jtl = `${lines('responseCode,timeStamp,elapsed', '200,1700000000100,120')}200,1700000000200,12`;
    const load = (await readContent(jtl))!;
    expect(load.start.tool?.cutOff).toBe(true);
    expect(load.end.sent).toBe(1);
  });

  test('within XML, which ends with its element', async () => {
    const xml = readFileSync('test/samples/fixtures/jmeter.xml', 'utf8');
    const load = (await readContent(xml.slice(0, xml.indexOf('<sample'))))!;
    expect(load.start.tool?.cutOff).toBe(true);
    expect(load.end.sent).toBe(2);
  });

  test('not where a whole last line has no line break', async () => {
    const load = (await readContent(K6_JSON.trimEnd()))!;
    expect(load.start.tool).not.toHaveProperty('cutOff');
    expect(load.end.sent).toBe(6);
  });
});
