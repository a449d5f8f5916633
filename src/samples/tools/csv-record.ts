/** CSV without the file in memory: lines joined to records, records split into fields (RFC 4180). */

/** A quoted field that is never closed would swallow the rest of the file. */
const MAX_CHARACTERS = 1_000_000;

export class RecordJoiner {
  #open: string[] = [];
  #characters = 0;

  /** @returns the record that ends with this line; null while a quoted field is open */
  take(line: string): string | null {
    if (this.#open.length === 0 && !hasOpenQuote(line)) return line;
    this.#open.push(line);
    this.#characters += line.length;
    if (this.#open.length === 1 || !hasOpenQuote(line)) return null;
    const record = this.#open.join('\n');
    this.#open = [];
    this.#characters = 0;
    return record;
  }

  /** How many lines of a record that has not ended yet. */
  get openLines(): number {
    return this.#open.length;
  }

  get isTooLong(): boolean {
    return this.#characters > MAX_CHARACTERS;
  }
}

/** A doubled quote counts twice, so an odd number opens or closes a field. */
function hasOpenQuote(line: string): boolean {
  let isOpen = false;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) isOpen = !isOpen;
  return isOpen;
}

export function splitFields(record: string, delimiter: string): string[] {
  if (!record.includes('"')) return record.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (record[at] === '"') {
      let end = record.indexOf('"', at + 1);
      while (end >= 0 && record[end + 1] === '"') end = record.indexOf('"', end + 2);
      const close = end < 0 ? record.length : end;
      fields.push(record.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
    } else {
      const end = record.indexOf(delimiter, at);
      fields.push(record.slice(at, end < 0 ? record.length : end));
      at = end < 0 ? record.length : end;
    }
    if (at >= record.length) return fields;
    at += 1;
    // A delimiter at the end: one more field, which is empty.
    if (at === record.length) return [...fields, ''];
  }
}
