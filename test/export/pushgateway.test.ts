import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushOpenMetrics } from '../../src/export/push-openmetrics.ts';
import { isInstalled, PUSHGATEWAY } from '../peers.ts';
import { HOSTILE, hostileVerdict } from '../report/hostile.ts';
import { verdict } from '../report/sample.ts';

describe.runIf(isInstalled(PUSHGATEWAY))("Prometheus's own Pushgateway", () => {
  let gateway: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const nowhere = ['--web.listen-address=127.0.0.1:0', '--persistence.file='];
    gateway = spawn(PUSHGATEWAY, nowhere, { stdio: ['ignore', 'ignore', 'pipe'] });
    url = await new Promise((resolve, reject) => {
      let said = '';
      gateway.once('error', reject).once('exit', () => reject(new Error(said)));
      gateway.stderr!.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [, address] = /Listening on.* address=(\S+)/.exec(said) ?? [];
        if (address !== undefined) resolve(`http://${address}`);
      });
    });
  });
  afterAll(() => gateway.kill());

  const scraped = async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith('scaleproof_'));
  };

  it('shows what was pushed last for each scenario', async () => {
    await pushOpenMetrics(verdict, url, {});
    await pushOpenMetrics({ ...verdict, status: 'pass' }, url, {});
    const other = { ...verdict, scenario: { ...verdict.scenario, name: 'iris' } };
    await pushOpenMetrics(other, url, {});
    const statuses = (await scraped()).filter((line) => /^scaleproof_run_status.* 1$/.test(line));
    expect(statuses).toHaveLength(2);
    expect(statuses).toContainEqual(expect.stringMatching(/scenario="wine",status="pass"/));
    expect(statuses).toContainEqual(expect.stringMatching(/scenario="iris",status="fail"/));
  });

  it('forgets with a new push what the new run does not have', async () => {
    await pushOpenMetrics(verdict, url, {});
    const ofWine = async () => (await scraped()).filter((line) => line.includes('scenario="wine"'));
    const before = await ofWine();
    expect(before.filter((line) => line.startsWith('scaleproof_scaling_'))).not.toEqual([]);
    await pushOpenMetrics({ ...verdict, scalingEvents: [] }, url, {});
    const after = await ofWine();
    expect(after.filter((line) => line.startsWith('scaleproof_scaling_'))).toEqual([]);
  });

  it('takes every hostile text', async () => {
    for (const text of Object.values(HOSTILE)) {
      await pushOpenMetrics(hostileVerdict(text), url, {});
    }
    expect((await scraped()).length).toBeGreaterThan(1_000);
  });
});
