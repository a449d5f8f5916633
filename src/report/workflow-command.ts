/** GitHub's workflow commands: lines of a job's log that become annotations. */
import { plainText } from './plain-text.ts';

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
export function command(
  kind: 'error' | 'warning' | 'notice',
  title: string,
  message: string,
): string {
  return `::${kind} title=${property(title)}::${data(message)}\n`;
}

/** As `escapeData` of GitHub's toolkit: nothing in a message may begin another command. */
function data(text: string): string {
  return plainText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
