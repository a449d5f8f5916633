/** The codes of all findings, as the finders themselves spell them. */
import { readdirSync, readFileSync } from 'node:fs';

const FINDERS = 'src/verdict/findings';
/** The first argument of what states a finding. */
const STATED = /\b(?:problem|note|throttled)\(\s*'([a-z-]+)'/g;

export const FINDING_CODES: readonly string[] = [
  ...new Set(
    readdirSync(FINDERS).flatMap((file) =>
      [...readFileSync(`${FINDERS}/${file}`, 'utf8').matchAll(STATED)].map(([, code]) => code!),
    ),
  ),
].toSorted();
