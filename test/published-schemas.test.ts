import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { publishedSchemas } from '../scripts/published-schemas.ts';

describe.each(Object.entries(publishedSchemas()))('%s', (file, text) => {
  test('matches the code (if not: npm run schemas)', () => {
    expect(readFileSync(`schemas/${file}`, 'utf8')).toBe(text);
  });

  test('is a JSON Schema that another validator compiles', () => {
    const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    // To ajv it is `byte`; beside it the schema has the pattern that says the same.
    ajv.addFormat('base64', true);
    expect(() => ajv.compile(JSON.parse(text))).not.toThrow();
  });
});
