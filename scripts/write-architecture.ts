/** Writes the list of files in ARCHITECTURE.md from the files' own comments. `npm run architecture`. */
import { writeFileSync } from 'node:fs';
import { describeFiles } from './describe-files.ts';

writeFileSync('ARCHITECTURE.md', describeFiles());
