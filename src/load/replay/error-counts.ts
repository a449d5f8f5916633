/** Transport errors by code, a bounded number of codes: a hostile target must not fill the memory. */

const MAX_CODES = 20;

export class ErrorCounts {
  readonly counts: Record<string, number> = {};

  add(code: string): void {
    const isKnown = code in this.counts || Object.keys(this.counts).length < MAX_CODES;
    const name = isKnown ? code : 'other';
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}
