/** Generates the published JSON Schemas from the zod schemas. `npm run schemas` */
import { mkdirSync, writeFileSync } from 'node:fs';
import { publishedSchemas } from './published-schemas.ts';

mkdirSync('schemas', { recursive: true });
for (const [file, text] of Object.entries(publishedSchemas())) {
  writeFileSync(`schemas/${file}`, text);
  console.log(`schemas/${file}`);
}
