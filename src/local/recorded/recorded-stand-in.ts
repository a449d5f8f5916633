/** A stand-in that plays a recording: what AWS answered then, on a loopback port now. */
import type { WholeRecording } from '../../recordings/recording.ts';
import { wallClock } from '../real-time.ts';
import { type LoopbackServer, listen } from '../wire/server.ts';
import { recordedRouter } from './recorded-router.ts';

/** @param port 0 for any free port. @throws UserError when it is unavailable */
export function startRecordedStandIn(
  recording: WholeRecording,
  port: number,
): Promise<LoopbackServer> {
  return listen(recordedRouter(recording, wallClock()), port);
}
