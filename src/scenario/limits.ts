/** Bounds of sense: a larger number is a slip, or would exhaust this machine. */

/** Each simulated instance uses memory in this process; no AWS quota comes near this number. */
export const MAX_INSTANCES = 1_000;
/** Far above what one machine sends. */
export const MAX_RPS = 1_000_000;
/** Far above what one run sends: as many as at 100,000 requests/s in three hours. */
export const MAX_REQUESTS = 1_000_000_000;
/** Requests that one simulated instance can hold, or a function can run at once. */
export const MAX_CONCURRENCY = 100_000;
