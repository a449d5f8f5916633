/** Reads shares as people write them. */
import { decimalNumber } from './number-text.ts';

/** @returns null for anything but `10%`, `10 %` or `0.1`, from 0 to 1. */
export function shareOf(text: string): number | null {
  const percent = /^(.+?)\s*%$/.exec(text.trim());
  const value = decimalNumber(percent === null ? text.trim() : percent[1]!);
  const share = value === null || percent === null ? value : value / 100;
  return share !== null && share >= 0 && share <= 1 ? share : null;
}
