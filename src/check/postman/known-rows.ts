/** Matches a request to a dataset row, and finds the fields it has beyond the row. */
import type { DatasetRow } from '../../systems/contract.ts';
import type { Subject } from '../subject.ts';
import { type Fields, fieldsOf } from './fields.ts';

export class KnownRows {
  /** All fields of the system's own requests. */
  readonly #names = new Set<string>();
  /** Fields that differ between rows; others, such as an endpoint's name, identify no row. */
  readonly #identifying: readonly string[];
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
    this.#identifying = [...this.#names].filter(
      (name) => rows.length === 1 || values.get(name)!.size > 1,
    );
    for (const { row, fields } of encoded) {
      const key = this.#key(fields);
      // The first of rows with equal values.
      if (!this.#rows.has(key)) this.#rows.set(key, row);
    }
  }

  find(fields: Fields): DatasetRow | null {
    return this.#rows.get(this.#key(fields)) ?? null;
  }

  /** The fields that the system's own requests do not have. */
  extras(fields: Fields): Fields {
    return new Map([...fields].filter(([name]) => !this.#names.has(name)));
  }

  #key(fields: Fields): string {
    return JSON.stringify(this.#identifying.map((name) => fields.get(name) ?? null));
  }
}
