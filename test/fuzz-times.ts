import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    fuzzTimes: number;
  }
}

/** How many times as much chance to try: 1 in `npm test`, 10 in `npm run test:all`. */
export const FUZZ_TIMES = inject('fuzzTimes');
