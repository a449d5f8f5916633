/** What a check consists of: all that the project knows of one stands in its own definition. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Waves } from '../../analysis/waves.ts';
import type { Expectations } from '../../scenario/expectations.ts';
import type { Quantity } from '../quantity.ts';

export interface CheckDefinition<Id extends string = string, Known extends Statuses = Statuses> {
  readonly id: Id;
  /** The key of `expect` that asks for it; absent where none does. */
  readonly expectation?: keyof Expectations;
  /** What a pass proves, short enough for a table. */
  readonly title: string;
  readonly question: string;
  /** Whether it is about the experiment, about scaling, or about what callers got. */
  readonly group: 'experiment' | 'scaling' | 'callers';
  /**
   * Whose data it needs. `callers`: skipped when nobody brought samples of the load. `aws`: in doubt
   * when AWS was watched at another time than the load was sent. `either`: one of the two will do.
   */
  readonly toldBy: 'callers' | 'aws' | 'either';
  /** What becomes of the result when instances were not counted during the load; else it stays. */
  readonly withoutCounts?: 'inconclusive' | 'skipped';
  readonly headline: HeadlineWords;
  /** Every reason of its own that the check can give. */
  readonly reasons: Reasons<Known>;
  /** Pure and total: any prefix of a run can be judged. */
  readonly judge: (analysis: Analysis) => ResultOf<NoInfer<Known>>;
}

/** The check's part in the one sentence at the top of a report. */
export interface HeadlineWords {
  /** How the sentence begins when this is the failure to name. */
  readonly failed: string;
  /** What a pass contributes, for the middle of a sentence. */
  readonly passed?: (result: Result, analysis: Analysis) => string;
  /** What a pass adds after `with`, among others. */
  readonly remark?: (result: Result) => string;
}

/** Reasons that any check can end with. */
export const COMMON_REASONS = [
  'ok',
  'not-asked',
  'load-elsewhere',
  'record-incomplete',
  'load-not-watched',
  'generator-in-doubt',
  'expectation-unknown',
] as const;
export type CommonReason = (typeof COMMON_REASONS)[number];

export type CheckStatus = 'pass' | 'fail' | 'inconclusive' | 'skipped';

/** What a reason code means for the result that bears it. */
export interface ReasonFacts<Status extends CheckStatus = CheckStatus> {
  readonly status: Status;
  /**
   * The parts of the record whose missing lines may turn the result round, or for want of which it is
   * none. A scale-out that was seen, and an obstacle that AWS put on record, rest on neither.
   */
  readonly restsOn?: { readonly load?: true; readonly aws?: true | ((run: Analysis) => boolean) };
  /** It puts the generator itself in doubt, and with it the failures of other checks. */
  readonly doubtsGenerator?: Status extends 'inconclusive' ? true : never;
  /**
   * A failure that stands while the generator is in doubt, since no fault of a generator brings it
   * about. Others may: a rate was not sent, latency holds the lag, gusts need more at once than the
   * plan does. With `for-want-of-connections` it stands only when all that was wrong is that every
   * connection was in use: the generator kept its time then, and the target kept the connections.
   */
  readonly stands?: Status extends 'fail' ? 'always' | 'for-want-of-connections' : never;
}

/** Reason code -> the status that goes with it. */
type Statuses = Readonly<Record<string, CheckStatus>>;
export type Reasons<Known extends Statuses = Statuses> = {
  readonly [Code in keyof Known]: ReasonFacts<Known[Code]>;
};

type WithStatus<Known extends Statuses, Status> = {
  [Code in keyof Known]: Known[Code] extends Status ? Code : never;
}[keyof Known] &
  string;

export interface Result<Reason extends string = string, Status extends CheckStatus = CheckStatus>
  extends Required<Details> {
  readonly status: Status;
  readonly reason: Reason;
}

/** Each status with the reasons that go with it. */
type ResultOf<Known extends Statuses> =
  | Result<'ok', 'pass'>
  | Result<WithStatus<Known, 'fail'>, 'fail'>
  | Result<WithStatus<Known, 'inconclusive'>, 'inconclusive'>
  | Result<WithStatus<Known, 'skipped'> | 'not-asked', 'skipped'>;

/** Fields are explained in `checkSchema`. */
export interface Details {
  readonly observed: string;
  readonly limit: string;
  readonly message: string;
  readonly observedValue?: Quantity | null;
  readonly limitValue?: Quantity | null;
  readonly confidence?: number | null;
  readonly n?: number | null;
  readonly looks?: Waves | null;
}

/** Keeps the literal types of the id and the reasons, from which the registry derives its own. */
export function defineCheck<const Id extends string, const Known extends Statuses>(
  definition: CheckDefinition<Id, Known>,
): CheckDefinition<Id, Known> {
  return definition;
}

/** Makes the results of a check with these reasons; no other, nor one of another status, compiles. */
export function resultsWith<const Known extends Statuses>(reasons: Reasons<Known>) {
  return {
    reasons,
    passed: (details: Details) => result('pass', 'ok', details),
    failed: <Reason extends WithStatus<Known, 'fail'>>(reason: Reason, details: Details) =>
      result('fail', reason, details),
    /** It cannot be told. Never green, and never a false red. */
    inconclusive: <Reason extends WithStatus<Known, 'inconclusive'>>(
      reason: Reason,
      details: Details,
    ) => result('inconclusive', reason, details),
    notAsked: (key: keyof Expectations) =>
      result('skipped', 'not-asked', {
        observed: 'not looked at',
        limit: 'none',
        message: `The scenario has no \`expect.${key}\`.`,
      }),
    /** The scenario may ask for it, but what it is about does not exist here. */
    notApplicable: <Reason extends WithStatus<Known, 'skipped'>>(reason: Reason, message: string) =>
      notApplicable(reason, message),
  };
}

export function notApplicable<Reason extends string>(
  reason: Reason,
  message: string,
): Result<Reason, 'skipped'> {
  return result('skipped', reason, { observed: 'not applicable', limit: 'none', message });
}

function result<Reason extends string, Status extends CheckStatus>(
  status: Status,
  reason: Reason,
  details: Details,
): Result<Reason, Status> {
  const { observed, limit, message } = details;
  const { observedValue = null, limitValue = null, confidence = null, n = null } = details;
  const numbers = { observedValue, limitValue, confidence, n, looks: details.looks ?? null };
  return { status, reason, observed, limit, message, ...numbers };
}
