/** Recognises in a request the dataset row it is about, and what it carries beyond the row. */
import type { DatasetRow } from '../../systems/contract.ts';
import type { Subject } from '../subject.ts';
import { type Fields, fieldsOf } from './fields.ts';

export class KnownRows {
  /** Every field that the system's own requests have. */
  readonly #names = new Set<string>();
  /** Those that differ from row to row: the others, such as an endpoint's name, identify none. */
  readonly #telling: readonly string[];
  readonly #rows = new Map<string, DatasetRow>();

  constructor({ rows, codec, scenario }: Subject) {
    const encoded = rows.map((row) => ({
      row,
      fields: fieldsOf(codec.encode(row, scenario.address)),
    }));
    const values = new Map<string, Set<string>>();
    for (const { fields } of encoded) {
      for (const [name, value] of fields) {
        this.#names.add(name);
        values.set(name, (values.get(name) ?? new Set()).add(value));
      }
    }
    this.#telling = [...this.#names].filter(
      (name) => rows.length === 1 || values.get(name)!.size > 1,
    );
    for (const { row, fields } of encoded) {
      const key = this.#key(fields);
      // Of rows with equal values, the first.
      if (!this.#rows.has(key)) this.#rows.set(key, row);
    }
  }

  find(fields: Fields): DatasetRow | null {
    return this.#rows.get(this.#key(fields)) ?? null;
  }

  /** What the request says and the system's own requests do not. */
  extras(fields: Fields): Fields {
    return new Map([...fields].filter(([name]) => !this.#names.has(name)));
  }

  #key(fields: Fields): string {
    return JSON.stringify(this.#telling.map((name) => fields.get(name) ?? null));
  }
}
