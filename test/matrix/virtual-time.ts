/**
 * Time that passes only when nothing is left to do at the present moment: the timers of a whole run
 * fire in order, and half an hour takes a second.
 *
 * While `run` runs, `setTimeout`, `clearTimeout` and the promised `setTimeout` of
 * `node:timers/promises` are this clock's. What is under test needs to know nothing of it.
 */
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

interface Timer {
  readonly dueMs: number;
  /** Null once it was cleared. */
  fire: (() => void) | null;
  unref(): Timer;
}

/** Timers after which the event loop gets its turn: a test that takes too long is ended from there. */
const TIMERS_A_TURN = 1_000;

const realImmediate = setImmediate;
const turn = () => new Promise<void>((resolve) => realImmediate(resolve));
/**
 * Everything that promises still have to do now is done before the next tick. (A turn of the event
 * loop would do as well, but costs more than most of what happens between two timers.)
 */
const settled = () => new Promise<void>((resolve) => process.nextTick(resolve));

export class VirtualTime {
  #nowMs: number;
  /** Latest first: what is due next is taken off the end. */
  readonly #timers: Timer[] = [];

  /** @param startMs epoch ms */
  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  readonly now = (): number => this.#nowMs;

  /**
   * Runs `work` on this clock until its promise settles.
   *
   * @throws Error when it waits for something that no timer will ever bring about
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const restore = this.#install();
    try {
      let over = false;
      const end = () => {
        over = true;
      };
      const result = work();
      result.then(end, end);
      await turn();
      for (let fired = 1; !over; fired += 1) {
        const timer = this.#timers.pop();
        if (!timer) throw new Error('the run waits for something that never comes');
        if (!timer.fire) continue;
        this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
        timer.fire();
        await (fired % TIMERS_A_TURN === 0 ? turn() : settled());
      }
      return await result;
    } finally {
      restore();
    }
  }

  #schedule(fire: () => void, delayMs: number): Timer {
    const dueMs = this.#nowMs + Math.max(0, delayMs);
    const timer: Timer = { dueMs, fire, unref: () => timer };
    let place = this.#timers.length;
    // Of timers due at the same time the first one set fires first, as Node has it.
    while (place > 0 && this.#timers[place - 1]!.dueMs <= dueMs) place -= 1;
    this.#timers.splice(place, 0, timer);
    return timer;
  }

  #install(): () => void {
    const real = { setTimeout, clearTimeout, promised: timersPromises.setTimeout };
    const own = {
      setTimeout: (fire: () => void, delayMs = 0) => this.#schedule(fire, delayMs),
      clearTimeout: (timer?: Timer) => {
        if (timer) timer.fire = null;
      },
    };
    Object.assign(globalThis, own);
    Object.assign(timersPromises, {
      setTimeout: <T>(delayMs = 0, value?: T) =>
        new Promise((resolve) => this.#schedule(() => resolve(value), delayMs)),
    });
    syncBuiltinESMExports();
    return () => {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Object.assign(timersPromises, { setTimeout: real.promised });
      syncBuiltinESMExports();
    };
  }
}
