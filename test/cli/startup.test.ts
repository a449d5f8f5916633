import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Prints the packages that a start loads, on stderr. */
const HOOK = `
import { registerHooks } from 'node:module';
const packages = new Set();
registerHooks({
  load(url, context, next) {
    const inside = url.split('/node_modules/').slice(1).at(-1);
    if (inside) packages.add(inside.split('/')[inside.startsWith('@') ? 1 : 0]);
    return next(url, context);
  },
});
process.on('exit', () => process.stdout.write(String.fromCharCode(10) + JSON.stringify([...packages].sort())));
`;

function packagesLoadedBy(args: readonly string[]): string[] {
  const hook = `data:text/javascript,${encodeURIComponent(HOOK)}`;
  const options = ['--import', hook, 'bin/scaleproof.js', ...args];
  const stdout = execFileSync(process.execPath, options, { encoding: 'utf8', maxBuffer: 1e8 });
  return JSON.parse(stdout.split('\n').at(-1)!);
}

test.each([
  [['--help']],
  [['local', '--help']],
  [['run', '--help']],
  [['report', '--help']],
  [['capacity-curve', '--help']],
])('%j loads the command line and nothing that runs', (args) => {
  const packages = packagesLoadedBy(args);
  expect(packages).toContain('commander');
  expect(packages.filter((name) => !['commander', 'ms'].includes(name))).toEqual([]);
});

test('OpenTelemetry is loaded for OTLP only', () => {
  const exported = (format: string) =>
    packagesLoadedBy(['report', 'reports/sample', '--format', format]);
  expect(exported('otlp')).toContain('otlp-transformer');
  for (const format of ['csv', 'openmetrics']) {
    expect(exported(format)).not.toContain('otlp-transformer');
    expect(exported(format)).not.toContain('api');
  }
});
