/** What `distribute` prepares, before anything of it is written or run. */

export interface TextFile {
  /** Relative to the distribution's folder. */
  readonly path: string;
  readonly text: string;
}
