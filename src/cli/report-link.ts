/** Addresses of reports for pages that link to them. */
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * @param from the folder of the page that links to it
 * @returns relative, so that both can be moved or served together; null where the run has no page
 */
export function reportLink(directory: string, from: string): string | null {
  const report = join(directory, 'report.html');
  if (!existsSync(report)) return null;
  return relative(from, report).split(sep).map(encodeURIComponent).join('/');
}
