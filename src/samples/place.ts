/** A place that holds what workers left: a folder, one file, or a prefix in S3. */
export interface Entry {
  /** Relative to the place, with slashes. */
  readonly name: string;
  readonly bytes: number;
}

export interface Place {
  /** As the user named it. */
  readonly shown: string;
  /** In order of their names. @throws UserError */
  list(): Promise<Entry[]>;
  /** @param mostBytes of its beginning */
  read(entry: Entry, mostBytes?: number): AsyncIterable<Uint8Array>;
  /** Null where it is no file of this machine. */
  pathOf(entry: Entry): string | null;
  /** As many small files as can be asked for at once. */
  readonly readAhead: number;
  close(): void;
}

/** What opens a place, also in another thread. */
export interface PlaceAt {
  /** A path, or `s3://bucket/prefix`. */
  readonly at: string;
  readonly region?: string | undefined;
}
