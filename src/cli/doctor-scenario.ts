/** What `scaleproof doctor` does, once its arguments are understood. */
import { parsePrice, priceTable } from '../cost/prices.ts';
import { examine } from '../doctor/examine.ts';
import { renderDoctor } from '../doctor/render-doctor.ts';
import { palette } from '../report/palette.ts';
import { withTarget } from '../run/with-target.ts';
import type { Engine } from '../scenario/engine-names.ts';
import { resolveScenario } from '../scenario/resolve.ts';
import { EXIT_OF_SIGNAL } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import { outputTo } from './output.ts';
import { type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

export interface DoctorFlags extends ScenarioFlags {
  readonly engine: Engine;
  readonly json: boolean;
  readonly price: string[];
  readonly livePrices: boolean;
}

/** @returns the exit code */
export async function doctorScenario(
  name: string,
  flags: DoctorFlags,
  exit: (code: number) => void,
): Promise<number> {
  const given = Object.fromEntries(flags.price.map(parsePrice));
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    engine: flags.engine,
  });
  const prices = priceTable({ ...scenario.prices, ...given });
  const output = outputTo(flags.json ? process.stderr : process.stdout, process.env);
  const interrupt = onInterrupt(exit);
  try {
    const report = await withTarget(scenario, (aimed) =>
      examine({
        scenario: aimed,
        env: process.env,
        now: Date.now,
        prices,
        livePrices: flags.livePrices,
      }),
    );
    const interrupted = EXIT_OF_SIGNAL[String(interrupt.signal.reason)];
    if (interrupted !== undefined) return interrupted;
    output.write(renderDoctor(report, output.columns, palette(output.color)));
    if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return report.status === 'ready' ? 0 : 1;
  } finally {
    interrupt.dispose();
  }
}
