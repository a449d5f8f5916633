/** Passes on only items that differ from the last one seen under the same key. */
export class News<T> {
  readonly #seen = new Map<string, string>();
  readonly #key: (item: T) => string;
  readonly #content: (item: T) => string;

  /** @param content decides whether two items of one key are equal; leave out when they were seen */
  constructor(key: (item: T) => string, content: (item: T) => string) {
    this.#key = key;
    this.#content = content;
  }

  of(items: readonly T[]): T[] {
    return items.filter((item) => {
      const key = this.#key(item);
      const content = this.#content(item);
      if (this.#seen.get(key) === content) return false;
      this.#seen.set(key, content);
      return true;
    });
  }
}
