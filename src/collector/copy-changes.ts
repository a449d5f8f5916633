/** Tells a component's rolling update from its scaling: SageMaker calls both Updating. Pure. */
import type { ComponentObservation } from '../record/aws-events.ts';

export interface ComponentLook {
  readonly status: ComponentObservation['status'];
  readonly desired: number | undefined;
  readonly current: number | undefined;
  /** What the copies run: another text, another version. */
  readonly specification: string;
}

/**
 * An update has another specification, or leaves the desired count alone; scaling changes it. The two are told
 * apart once for each time the component is Updating, since an update may take the count elsewhere meanwhile.
 */
export class CopyChanges {
  #before: ComponentLook | null = null;
  #kind: 'scaling' | 'update' | null = null;

  /** @returns whether a new version is being rolled out, as far as this and earlier looks tell */
  isUpdating(look: ComponentLook): boolean {
    const before = this.#before;
    this.#before = look;
    if (look.status !== 'Updating') {
      this.#kind = null;
      return false;
    }
    if (before !== null && before.specification !== look.specification) this.#kind = 'update';
    else if (before !== null && before.desired !== look.desired) this.#kind ??= 'scaling';
    // The first look of all may fall in the middle of either.
    else this.#kind ??= before === null && look.current !== look.desired ? 'scaling' : 'update';
    return this.#kind === 'update';
  }
}
