/** Every recording in this folder, of AWS or of what stands in for it, read as the collector reads AWS. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRecording } from '../../src/recordings/read-recording.ts';
import { EXPECTED_FILE, judged } from './judged.ts';

const HERE = 'test/recordings';
/** Of all files of a recording: a repository is no store of measurements. */
const MOST_BYTES = 200_000;

const folders = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test('there are recordings', () => {
  expect(folders.length).toBeGreaterThanOrEqual(3);
});

describe.each(folders)('%s', (name) => {
  const folder = join(HERE, name);

  test('is judged as it was (if that is right: vitest -u)', async () => {
    const whole = readRecording(folder);
    expect(whole.exchanges).toHaveLength(whole.recording.exchanges);
    await expect(await judged(folder, whole)).toMatchFileSnapshot(`${name}/${EXPECTED_FILE}`);
  });

  test('says where it is from, and is small', () => {
    const { from, note } = readRecording(folder).recording;
    expect(`${from} ${note}`).toMatch(/^(aws|stand-in|published) \S/);
    const bytes = readdirSync(folder).map((file) => statSync(join(folder, file)).size);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(MOST_BYTES);
  });
});
