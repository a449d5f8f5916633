import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anonymize } from '../../src/recordings/anonymize.ts';
import { readRecording } from '../../src/recordings/read-recording.ts';
import type { Exchange, Recording } from '../../src/recordings/recording.ts';
import { writeRecording } from '../../src/recordings/write-recording.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scaleproof-recording-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ANSWERS = () => join(folder, 'answers.ndjson');
const HEAD = () => join(folder, 'recording.json');

const recording: Recording = {
  ...{ schemaVersion: 1, scaleproof: '1.0.0', from: 'aws', startedAtMs: 5, lengthMs: 9 },
  ...{ clockOffsetMs: 0, timeCompression: null, exchanges: 3, replaced: { endpoint: 1 } },
  watch: {
    ...{ endpointName: 'endpoint-1', variantName: 'variant-1', region: 'us-east-1' },
    ...{ periodSeconds: 60, pollSeconds: 5, metricPollSeconds: 15 },
  },
};

const exchange = (
  atMs: number,
  answer: Exchange['answer'],
  error: Exchange['error'] = null,
): Exchange => ({
  ...{ atMs, durationMs: 1, service: 'sagemaker', operation: 'DescribeEndpoint' },
  ...{ input: { EndpointName: 'endpoint-1' }, answer, error },
});
const exchanges = [
  exchange(0, { EndpointStatus: 'InService' }),
  exchange(5, null, { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' }),
  exchange(9, { EndpointStatus: 'InService' }),
];

test('what is written is read back, and what repeats itself is written once', () => {
  writeRecording(folder, { recording, exchanges }, []);
  expect(readRecording(folder)).toEqual({ recording, exchanges });
  const lines = readFileSync(ANSWERS(), 'utf8').trimEnd().split('\n');
  expect(JSON.parse(lines[2]!)).toEqual({
    ...{ atMs: 9, durationMs: 1, service: 'sagemaker', operation: 'DescribeEndpoint' },
    ...{ inputOf: 1, answerOf: 1 },
  });
});

test('answers may be gzipped', () => {
  writeRecording(folder, { recording, exchanges }, []);
  writeFileSync(`${ANSWERS()}.gz`, gzipSync(readFileSync(ANSWERS())));
  rmSync(ANSWERS());
  expect(readRecording(folder).exchanges).toEqual(exchanges);
});

test('a name that is left takes the files with it', () => {
  const { names } = anonymize(
    { ...recording.watch, endpointName: 'fraud-prod', variantName: 'AllTraffic' },
    [],
  );
  const leaking = [exchange(0, { Of: 'the FRAUD-PROD team' })];
  expect(() => writeRecording(folder, { recording, exchanges: leaking }, names.all())).toThrow(
    'the first is "FRAUD-PROD", so its files were removed',
  );
  expect([existsSync(HEAD()), existsSync(ANSWERS())]).toEqual([false, false]);
});

describe('what is wrong with a folder is said with file and line', () => {
  const line = JSON.stringify({ ...exchange(0, {}), answer: undefined, error: undefined });
  test.each([
    ['{"atMs":0', /answers\.ndjson, line 1: not JSON; the file may have been cut off/],
    [line, /answers\.ndjson, line 1: expected `answer`, `answerOf`/],
    [
      '{"atMs":0,"durationMs":1,"service":"a","operation":"B","inputOf":7,"answer":{}}',
      /`inputOf`/,
    ],
    ['{"atMs":"0"}', /answers\.ndjson, line 1, atMs: /],
    ['', /holds no answer; record again/],
  ])('%j', (written, message) => {
    writeRecording(folder, { recording, exchanges }, []);
    writeFileSync(ANSWERS(), written);
    expect(() => readRecording(folder)).toThrow(message);
  });

  test('a folder that is none', () => {
    expect(() => readRecording(folder)).toThrow(/Cannot read .*recording\.json \(ENOENT\)/);
    writeFileSync(HEAD(), '{"schemaVersion":9}');
    expect(() => readRecording(folder)).toThrow(/recording\.json, schemaVersion: /);
  });
});
