/** Refuses a Region that AWS does not have. A stand-in has any. */
import type { Path } from '../input/expected.ts';
import { quoted } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { nearestRegion, regionKind } from './known-regions.ts';
import type { ReplayStep, Watch } from './schema.ts';

const WATCHED: Path = ['config', 'scaleproof', 'watch', 'region'];
/** Of the only step: what direct requests are signed for. */
const SIGNED: Path = ['scenarios', 0, 'flow', 0, 'replay', 'region'];

/** @throws UserError naming file, line and key, and the Region that was probably meant */
export function refuseUnknownRegions(
  watch: Watch | null,
  step: ReplayStep,
  at: (path: Path) => string,
): void {
  const written = [
    [WATCHED, watch?.region],
    [SIGNED, step.region],
  ] as const;
  for (const [path, region] of written) {
    if (region === undefined || regionKind(region) !== 'unknown') continue;
    throw new UserError(`${at(path)}: "${path.join('.')}": ${complaintAbout(region)}`);
  }
}

/** `expected an AWS Region, found "eu-wst-1"; did you mean "eu-west-1"?` */
export function complaintAbout(region: string): string {
  const nearest = nearestRegion(region);
  const next = nearest === null ? 'use a code such as "eu-west-1".' : `did you mean "${nearest}"?`;
  return `expected an AWS Region, found ${quoted(region)}; ${next}`;
}
