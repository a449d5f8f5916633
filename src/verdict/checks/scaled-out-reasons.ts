/** The reasons of the check `scaled-out`, shared by the three files that judge it. */
import { APIS } from '../../analysis/gaps.ts';
import { type Reasons, resultsWith } from './definition.ts';

/** Why it may be unknown whether the instances came in time; checks that depend on them share these. */
export const OPEN_SCALE_OUT = {
  'no-instances': { status: 'inconclusive', retryable: false },
  'no-samples': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'no-endpoint-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.endpoint },
    restsOn: { aws: true },
  },
  'wrong-start': { status: 'inconclusive', retryable: false },
  'trigger-not-crossed': { status: 'inconclusive', retryable: false, restsOn: { aws: true } },
  'target-lost': { status: 'inconclusive', retryable: false },
  'no-metric-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { aws: true },
  },
  'no-target-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: [...APIS.policies, ...APIS.alarms] },
    restsOn: { aws: true },
  },
  'observation-too-short': { status: 'inconclusive', retryable: false, restsOn: { aws: true } },
  'load-too-short': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'load-needs-fewer': {
    status: 'inconclusive',
    retryable: false,
    restsOn: { load: true, aws: true },
  },
  'needed-later': { status: 'inconclusive', retryable: false, restsOn: { load: true, aws: true } },
  'not-by-load': { status: 'inconclusive', retryable: false },
  'within-measuring-error': { status: 'inconclusive', retryable: true },
} as const satisfies Reasons;

/** Failures that AWS itself recorded stand. The others do not: less load than planned needs fewer instances. */
export const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_SCALE_OUT,
  'no-policy': { status: 'fail', mayTurn: true, restsOn: { aws: true }, stands: 'always' },
  'scaling-suspended': { status: 'fail', mayTurn: true, stands: 'always' },
  'at-max-capacity': { status: 'fail', mayTurn: true, stands: 'always' },
  'scaling-failed': { status: 'fail', mayTurn: true, stands: 'always' },
  'scaling-refused': { status: 'fail', mayTurn: true, stands: 'always' },
  'scale-out-abandoned': {
    status: 'fail',
    mayTurn: true,
    restsOn: { aws: true },
    stands: 'always',
  },
  'at-max-instances': {
    status: 'fail',
    mayTurn: true,
    restsOn: { aws: true },
    stands: 'always',
  },
  'alarm-on-other-metric': { status: 'fail', stands: 'always' },
  'alarm-never-fired': { status: 'fail', restsOn: { aws: true }, stands: 'always' },
  'not-enough-instances': { status: 'fail', restsOn: { aws: true } },
  'too-slow': { status: 'fail' },
});
