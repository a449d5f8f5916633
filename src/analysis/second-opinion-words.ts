/** AWS's own scaling time beside ours, in words: for the finding and for every report. */
import { secondsWithError } from '../format/numbers.js';
import type { SecondOpinion } from './scaling-event.ts';

/** One sentence, or two. */
export function secondOpinionInWords(report: SecondOpinion): string {
  const ours = secondsWithError(report.ourSeconds, report.plusMinusSeconds);
  switch (report.relation) {
    case 'agrees':
      return `That agrees with ${ours} from the policy acting to in service; detection comes before, and SageMaker does not see it.`;
    case 'with-detection':
      return `That agrees with ${ours} from the breach to in service, so it includes the wait for the alarm.`;
    case 'differs':
      return `From the policy acting to in service we measured ${ours}, and no other of our stages explains the difference: doubtful.`;
  }
}
