/** The desired count of what scales, instances or copies, and whether it has dropped. */
export class ScaleInWatch {
  #desired: number | undefined;
  #awaited = false;
  #seen = false;

  /** As last seen; undefined where there is none, or while unknown. */
  get desired(): number | undefined {
    return this.#desired;
  }

  /** Whether the desired count has dropped since `await`. */
  get seen(): boolean {
    return this.#seen;
  }

  await(): void {
    this.#awaited = true;
  }

  see(desired: number | undefined): void {
    if (desired === undefined) return;
    if (this.#awaited && desired < (this.#desired ?? 0)) this.#seen = true;
    this.#desired = desired;
  }
}
