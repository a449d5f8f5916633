/** The reasons of the check `scaled-out`, shared by the three files that judge it. */
import { type Reasons, resultsWith } from './definition.ts';

/** Why it may be unknown whether the instances came in time; checks that depend on them share these. */
export const OPEN_SCALE_OUT = {
  'no-instances': { status: 'inconclusive' },
  'no-samples': { status: 'inconclusive', restsOn: { load: true } },
  'no-endpoint-data': { status: 'inconclusive', restsOn: { aws: true } },
  'wrong-start': { status: 'inconclusive' },
  'trigger-not-crossed': { status: 'inconclusive', restsOn: { aws: true } },
  'target-lost': { status: 'inconclusive' },
  'no-metric-data': { status: 'inconclusive', restsOn: { aws: true } },
  'no-target-data': { status: 'inconclusive', restsOn: { aws: true } },
  'observation-too-short': { status: 'inconclusive', restsOn: { aws: true } },
  'load-too-short': { status: 'inconclusive', restsOn: { load: true } },
  'load-needs-fewer': { status: 'inconclusive', restsOn: { load: true, aws: true } },
  'needed-later': { status: 'inconclusive', restsOn: { load: true, aws: true } },
  'within-measuring-error': { status: 'inconclusive' },
} as const satisfies Reasons;

/** Failures that AWS itself recorded stand. The others do not: less load than planned needs fewer instances. */
export const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_SCALE_OUT,
  'no-policy': { status: 'fail', restsOn: { aws: true }, stands: 'always' },
  'scaling-suspended': { status: 'fail', stands: 'always' },
  'at-max-capacity': { status: 'fail', stands: 'always' },
  'scaling-failed': { status: 'fail', stands: 'always' },
  'scaling-refused': { status: 'fail', stands: 'always' },
  'scale-out-abandoned': { status: 'fail', restsOn: { aws: true }, stands: 'always' },
  'alarm-on-other-metric': { status: 'fail', stands: 'always' },
  'alarm-never-fired': { status: 'fail', restsOn: { aws: true }, stands: 'always' },
  'not-enough-instances': { status: 'fail', restsOn: { aws: true } },
  'too-slow': { status: 'fail' },
});
