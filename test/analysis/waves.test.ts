import { describe, expect, it } from 'vitest';
import { latencyWindow, supportsInference } from '../../src/analysis/waves.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

function windowOf(seconds: number, medianMs: (second: number) => number) {
  const all = new DurationSketch();
  const slices = Array.from({ length: seconds }, (_, second) => {
    const slice = new DurationSketch();
    for (let request = 0; request < 20; request += 1) slice.accept(medianMs(second));
    all.merge(slice);
    return slice;
  });
  return latencyWindow(slices, all);
}

describe('how many looks a window is worth', () => {
  it('is each second where nothing moves', () => {
    expect(windowOf(60, () => 20).waves).toEqual({ seconds: 60, waveSeconds: 1, looks: 60 });
  });

  it('is few where latency moves in waves', () => {
    const { waves } = windowOf(55, (second) => 20 + (Math.floor(second / 14) % 2) * 20);
    expect(waves!.looks).toBeLessThan(10);
    expect(waves!.looks * waves!.waveSeconds).toBeCloseTo(55, 9);
  });

  it('is unknown for less than ten seconds', () => {
    expect(windowOf(9, () => 20).waves).toBeNull();
  });

  it.each([
    [600, 1, true],
    [119, 1, false],
    [300, 20, false],
  ])('of %i s in steps of %i s tells of the system: %s', (seconds, wave, tells) => {
    const { waves } = windowOf(seconds, (second) => 20 + ((Math.floor(second / wave) * 7) % 5));
    expect(supportsInference(waves)).toBe(tells);
  });
});
