import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, describe, expect, test } from 'vitest';
import { plainText } from '../../src/report/plain-text.ts';
import { start, temporaryDirectory } from '../cli/command.ts';
import { CHROMIUM, isInstalled } from '../peers.ts';
import { HOSTILE } from '../report/hostile.ts';
import { RUN_FILES, smallRun } from './small-run.ts';

const directory = temporaryDirectory();
afterAll(() =>
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
);

/** Strings that come from AWS, from answers or from a scenario; the rest of a line is Scaleproof's. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  'manifest.json': [
    'name',
    'system',
    'environment',
    'endpointName',
    'runId',
    'message',
    'cpuModel',
  ],
  'aws.ndjson': [
    ...['name', 'container', 'status', 'id', 'description', 'cause', 'statusMessage', 'message'],
    ...['api', 'note', 'variantName', 'instanceType', 'from', 'to', 'comparison'],
  ],
  'truth.ndjson': ['detail'],
  'load.ndjson': ['predicted'],
};

/** A run with `text` after everything that somebody else wrote, as one would find it on disk. */
function writeRun(name: string, text: string): string {
  const run = join(directory, name);
  mkdirSync(run);
  const inJson = JSON.stringify(text).slice(1, -1);
  for (const file of RUN_FILES) {
    const keys = FOREIGN[file]!.join('|');
    const strings = new RegExp(`("(?:${keys})":\\s?"[^"]*)"`, 'g');
    let lines = smallRun()[file].replace(strings, (_, head) => `${head}${inJson}"`);
    if (file === 'load.ndjson') {
      // Codes of transport errors: what a server or a library calls them.
      lines = lines.replace(/"errors":\{\}/, () => `"errors":{"${inJson}":3}`);
      expect(lines).toContain(inJson);
    }
    writeFileSync(join(run, file), lines);
  }
  return run;
}

async function report(run: string) {
  const { code, stdout, stderr } = await start(['report', run], { NO_COLOR: undefined }).finished;
  expect(stderr).toBe('');
  expect([0, 1, 3]).toContain(code);
  const read = (file: string) => readFileSync(join(run, file), 'utf8');
  return {
    stdout,
    html: read('report.html'),
    markdown: read('report.md'),
    junit: read('junit.xml'),
  };
}

/** All of it in one: what one string closes, another opens. */
const ALL = Object.values(HOSTILE).join(' ');
const HARMLESS = 'harmless words';

describe('a run directory full of hostile strings', () => {
  test('is reported as plain text: Markdown, JUnit and terminal', async () => {
    const harmless = await report(writeRun('harmless', HARMLESS));
    const hostile = await report(writeRun('hostile', ALL));
    for (const text of Object.values(hostile)) expect(text).toContain('txt.exe');
    for (const text of Object.values(harmless)) expect(text).toContain(HARMLESS);

    // No sequence of a terminal's, not even our own: this is a pipe.
    expect(hostile.stdout).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    );

    const parser = new XMLParser({ ignoreAttributes: false, processEntities: true });
    const shapes = [harmless, hostile].map(({ junit }) => shapeOf(parser.parse(junit)));
    expect(shapes[1]).toEqual(shapes[0]);
    const properties = (junit: string): { '@_name': string; '@_value': string }[] =>
      parser.parse(junit).testsuites.testsuite.properties.property;
    const named = (junit: string, name: string) =>
      properties(junit).find((property) => property['@_name'] === name)!['@_value'];
    expect(named(hostile.junit, 'system')).toBe(
      plainText(named(harmless.junit, 'system').replace(HARMLESS, () => ALL)),
    );

    // Headings, tables and fences begin lines: there are as many as without.
    const blocks = (markdown: string) => markdown.match(/^(#{1,6} |\||```|[-*] |> |<)/gm) ?? [];
    expect(blocks(hostile.markdown)).toEqual(blocks(harmless.markdown));
    expect(hostile.markdown).not.toMatch(/<(script|img|b|testcase)\b/);
    expect(hostile.markdown).not.toMatch(/(?<!\\)\]\(javascript:/);
  });

  test('has only colour escapes in a colour terminal', async () => {
    const { renderVerdict } = await import('../../src/report/terminal.ts');
    const verdict = JSON.parse(readFileSync(join(directory, 'hostile', 'verdict.json'), 'utf8'));
    const shown = renderVerdict(verdict, { columns: 80, color: true, reportPath: ALL });
    expect(shown).toMatch(/\u001b\[/);
    const colours = /\u001b\[(?:0|1|2|22|3[0-7]|39|9[0-7])m/g;
    expect(shown.replaceAll(colours, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  test.skipIf(!isInstalled(CHROMIUM))(
    'the page has in Chromium the elements and attributes of its harmless twin, and no more',
    async () => {
      const [harmless, hostile] = await Promise.all(
        ['harmless', 'hostile'].map((run) => elementsOf(join(directory, run, 'report.html'))),
      );
      expect(harmless!.console).toEqual([]);
      expect(hostile!.console).toEqual([]);
      expect(harmless!.elements.length).toBeGreaterThan(200);
      expect(hostile!.elements).toEqual(harmless!.elements);
    },
  );
});

/** Element and attribute names, without texts. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return 'text';
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}

/** What Chromium's parser makes of a page: each element with the names of its attributes. */
async function elementsOf(file: string): Promise<{ elements: string[]; console: string[] }> {
  const { stdout, stderr } = await promisify(execFile)(
    CHROMIUM,
    [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...[
        '--enable-logging=stderr',
        `--user-data-dir=${file}.profile`,
        '--dump-dom',
        `file://${file}`,
      ],
    ],
    { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
  );
  // Chromium writes the document it has built in canonical form: texts and values are escaped.
  const markup = stdout.replaceAll(/(<(script|style)\b[^>]*>).*?<\/\2>/gs, '$1');
  const elements = [...markup.matchAll(/<([a-z][\w-]*)((?:\s+[^\s"=>]+(?:="[^"]*")?)*)\s*>/gi)].map(
    ([, name, attributes]) =>
      `${name} ${[...attributes!.matchAll(/([^\s"=]+)(?:="[^"]*")?/g)].map(([, key]) => key).join(' ')}`,
  );
  return { elements, console: stderr.split('\n').filter((line) => line.includes('CONSOLE')) };
}
