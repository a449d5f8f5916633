import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'scaleproof-left-out-'));
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json').end('{"class":"setosa"}');
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

/** Plain `artillery run` of three users by its own HTTP engine. */
async function artillery(plugins: object) {
  const { port } = server.address() as AddressInfo;
  const script = join(directory, 'script.json');
  const report = join(directory, 'report.json');
  const conditions = ['http.codes.200 == 6', 'http.codes.200 == 0'].map((expression) => ({
    expression,
    strict: true,
  }));
  const flow = [200, 404].map((statusCode) => ({ get: { url: '/', expect: [{ statusCode }] } }));
  writeFileSync(
    script,
    JSON.stringify({
      config: {
        target: `http://127.0.0.1:${port}`,
        phases: [{ duration: 1, arrivalCount: 3 }],
        // A busy machine must not decide this.
        http: { timeout: 60 },
        plugins,
        ensure: { conditions },
      },
      scenarios: [{ flow }],
    }),
  );
  const args = ['node_modules/artillery/bin/run', 'run', script, '--output', report];
  const env = { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' };
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(process.execPath, args, { env }, (failure, stdout, stderr) =>
      resolve({ code: failure?.code ?? 0, output: stdout + stderr }),
    );
  });
  return { code, output, report };
}

describe('artillery run, with much of what it depends on left out', { timeout: 300_000 }, () => {
  test('its HTTP engine sends, and expect and ensure detect passes and failures', async () => {
    const { code, output, report } = await artillery({ expect: {}, ensure: {} });
    const { counters } = JSON.parse(readFileSync(report, 'utf8')).aggregate;
    expect(counters).toMatchObject({
      'http.codes.200': 6,
      'plugins.expect.ok': 3,
      'plugins.expect.failed': 3,
    });
    expect(output).toContain('ok: http.codes.200 == 6');
    expect(output).toContain('fail: http.codes.200 == 0');
    expect(code).toBe(1);
  });

  test('names the documentation when a left-out part is used', async () => {
    const { code, output } = await artillery({ 'publish-metrics': [{ type: 'datadog' }] });
    expect(output).toMatch(/its publish-metrics plugin; docs\/dependencies.md says how/);
    expect(code).not.toBe(0);
  });
});

describe('the lock file', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { link?: boolean; resolved?: string; os?: string[] }>;
  };
  const { dependencies, devDependencies, overrides } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const leftOut = Object.keys(devDependencies).filter(
    (name) => devDependencies[name] === 'file:left-out',
  );

  const copiesOf = (name: string) =>
    Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));
  /** Those that Scaleproof itself depends on: Artillery gets its copy. */
  const shared = Object.keys(overrides.artillery).filter((name) => name in dependencies);

  test('has one left-out folder per left-out package, and no other copy', () => {
    expect(leftOut.length).toBeGreaterThan(20);
    expect(overrides.artillery).toEqual(
      Object.fromEntries([...leftOut, ...shared].map((name) => [name, `$${name}`])),
    );
    for (const name of leftOut) {
      expect(copiesOf(name)).toEqual([`node_modules/${name}`]);
      expect(packages[`node_modules/${name}`]).toMatchObject({ resolved: 'left-out', link: true });
    }
  });

  test('has one copy of each package of OpenTelemetry', () => {
    const telemetry = Object.keys(packages).filter((path) => path.includes('@opentelemetry/'));
    const names = telemetry.map((path) => path.split('node_modules/').at(-1)!);
    expect(names).toEqual(expect.arrayContaining([...shared, '@opentelemetry/otlp-transformer']));
    expect(new Set(names).size).toBe(names.length);
  });

  test('installs none of the heavy packages', () => {
    const heavy = /^node_modules\/(node|@datadog\/datadog-api-client|@azure\/(core|msal).*)$/;
    expect(Object.keys(packages).filter((path) => heavy.test(path))).toEqual([]);
  });

  test('names no registry, for every platform', () => {
    const remote = Object.values(packages).filter(({ resolved }) => resolved?.includes(':'));
    expect(remote).toEqual([]);
    const systems = new Set(Object.values(packages).flatMap(({ os = [] }) => os));
    expect([...systems]).toEqual(expect.arrayContaining(['linux', 'darwin', 'win32']));
  });
});
