/**
 * The gauges through which the k6 script tells of each request: set as it is sent and as it has
 * ended, each time to the request's iteration. No imports: the script runs this file as it is.
 */
export const SENT_METRIC = 'replay_sent';
export const ENDED_METRIC = 'replay_ended';
