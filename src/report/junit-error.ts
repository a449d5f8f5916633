/** A command that could not do its work, as JUnit XML with one test case in error. */
import { junitDocument } from './junit.ts';
import { plainText } from './plain-text.ts';

export interface CommandError {
  /** For example `run`. */
  readonly command: string;
  readonly kind: string;
  readonly message: string;
}

export function renderJunitError({ command, kind, message }: CommandError): string {
  const className = `scaleproof.${plainText(command)}`;
  const lines = message.split('\n').map(plainText);
  const error = { '@message': lines.join(' '), '@type': kind, '#text': lines.join('\n') };
  const name = 'Scaleproof could do its work';
  return junitDocument({
    className,
    cases: [{ '@name': name, '@classname': className, error }],
    seconds: 0,
  });
}
