import { madeUpPlan } from '../../planner/made-up-plan.ts';
import type { BadInput } from './row.ts';

const NEXT = 'write it with `npx scaleproof plan SCENARIO --json > plan.json`';

export const WRONG_REVIEWS: readonly BadInput[] = [
  {
    what: 'capacity-report: no such evidence',
    args: ['capacity-report', 'DIR/none'],
    place: 'none',
    expected: 'name a run, a capacity test, or a plan',
    found: 'does not exist',
    next: 'as `plan --json` prints it',
  },
  {
    what: 'capacity-report: a plan that is not JSON',
    args: ['capacity-report', 'DIR/plan.json'],
    files: { 'plan.json': 'Traffic  the phases of wine' },
    place: 'plan.json',
    expected: NEXT,
    found: 'is not JSON',
    next: NEXT,
  },
  {
    what: 'capacity-report: a plan of a newer version',
    args: ['capacity-report', 'DIR/plan.json'],
    files: { 'plan.json': JSON.stringify({ ...madeUpPlan(), schemaVersion: 9 }) },
    place: 'plan.json',
    expected: 'this Scaleproof reads version 1',
    found: 'schema version 9',
    next: 'upgrade Scaleproof',
  },
  {
    what: 'capacity-report: a plan with a negative share',
    args: ['capacity-report', 'DIR/plan.json'],
    files: {
      'plan.json': JSON.stringify(
        madeUpPlan({ policies: [{ ...madeUpPlan().policies[0]!, overShare: -1 }] }),
      ),
    },
    place: 'plan.json',
    expected: NEXT,
    found: 'policies.0.overShare',
    next: NEXT,
  },
  {
    what: 'capacity-report: no runs',
    args: ['capacity-report', '--reports', 'DIR/none'],
    place: 'none',
    expected: 'name directories of runs or capacity tests',
    found: 'does not exist',
    next: 'or a parent of some',
  },
];
