/** Defines what a check is. Everything the project knows about one check is in its definition. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Span } from '../../analysis/span.ts';
import type { Waves } from '../../analysis/waves.ts';
import type { Misread } from '../../record/aws-events.ts';
import type { Expectations } from '../../scenario/expectations.ts';
import type { Quantity } from '../quantity.ts';

export interface CheckDefinition<Id extends string = string, Known extends Statuses = Statuses> {
  readonly id: Id;
  /** The key of `expect` that enables it; absent where none does. */
  readonly expectation?: keyof Expectations;
  /** What a pass proves, short enough for a table. */
  readonly title: string;
  readonly question: string;
  /** What it judges: the experiment, scaling, or what callers got. */
  readonly group: 'experiment' | 'scaling' | 'callers';
  /**
   * Whose data it needs. `callers`: skipped without samples of the load. `aws`: inconclusive when AWS was
   * watched at another time than the load was sent. `either`: one of the two is enough.
   */
  readonly dataFrom: 'callers' | 'aws' | 'either';
  /** Whether callers' data are enough in this run, though `dataFrom` is `aws`. Absent: never. */
  readonly callersSuffice?: (analysis: Analysis) => boolean;
  /** The status when instances were not counted during the load; absent: the result stands. */
  readonly withoutCounts?: 'inconclusive' | 'skipped';
  /**
   * What it takes from AWS: inconclusive where the endpoint uses something that is not understood and could change
   * that. Empty for what callers alone tell.
   */
  readonly dependsOn: readonly Misread[] | ((analysis: Analysis) => readonly Misread[]);
  /**
   * The services whose own data it judges: inconclusive when one of them was passed by, because it is not what
   * answered the load. Absent: none.
   */
  readonly judgesDataOf?: (analysis: Analysis) => readonly ('lambda' | 'sagemaker')[];
  /**
   * What of the evidence for a pass or failure comes last: samples and polls of the load, or its datapoints. A
   * check that `judgesDataOf` a service needs the datapoints, too. Absences that AWS may still mend: `mayTurn`.
   */
  readonly lastEvidence: LastEvidence | ((analysis: Analysis) => LastEvidence);
  readonly headline: HeadlineWords;
  /** Every reason that only this check gives. */
  readonly reasons: Reasons<Known>;
  /** Pure and total: it judges any prefix of a run. */
  readonly judge: (analysis: Analysis) => ResultOf<NoInfer<Known>>;
}

export type LastEvidence = 'load' | 'metrics';

/** The check's part in the headline of a report. */
export interface HeadlineWords {
  /** How the headline begins when this is the first failure. */
  readonly failed: string;
  /** What a pass adds, in the middle of a sentence. */
  readonly passed?: (result: Result, analysis: Analysis) => string;
  /** What a pass adds to the list after `with`. */
  readonly remark?: (result: Result) => string;
}

/** Reasons that any check can give. */
export const COMMON_REASONS = [
  'ok',
  'not-asked',
  'load-elsewhere',
  'not-watched',
  'record-incomplete',
  'load-not-watched',
  'counts-disagree',
  'generator-in-doubt',
  'expectation-unknown',
  'not-understood',
] as const;
/** Why checks that need the callers' data are skipped without samples. */
export const LOAD_ELSEWHERE = 'The load was sent elsewhere and the run has no samples of it.';
/** Why checks that need AWS are skipped in a run with `watch: none`. */
export const NOT_WATCHED = 'Nothing on AWS was watched, and only AWS can tell.';
export type CommonReason = (typeof COMMON_REASONS)[number];

export type CheckStatus = 'pass' | 'fail' | 'inconclusive' | 'skipped';

/**
 * Whether another attempt may settle what was left open: true where chance, a busy generator or a slow CloudWatch
 * caused it; `unlessDenied` where it does only if these APIs may be called; false where the plan, the
 * configuration or a person did.
 */
export type Retryable = boolean | { readonly unlessDenied: readonly string[] };

/** What a reason code means for its result. */
export type ReasonFacts<Status extends CheckStatus = CheckStatus> = FactsOfAny<Status> &
  (Status extends 'inconclusive'
    ? { readonly retryable: Retryable }
    : { readonly retryable?: never });

interface FactsOfAny<Status extends CheckStatus> {
  readonly status: Status;
  /**
   * The parts of the record whose missing lines could change the result. A scale-out that was seen, or
   * an obstacle that AWS recorded, depends on neither.
   */
  readonly restsOn?: { readonly load?: true; readonly aws?: true | ((run: Analysis) => boolean) };
  /** The generator itself is in doubt, and with it the failures of other checks. */
  readonly doubtsGenerator?: Status extends 'inconclusive' ? true : never;
  /**
   * A failure that stands while the generator is in doubt, because no generator fault can cause it.
   * Generator faults can cause others: the rate is not sent, latency includes lag, bursts need more
   * concurrency than planned. With `at-connection-limit` the failure stands only if the generator's sole
   * problem was that every connection was in use: it was on time, and the target held the connections.
   */
  readonly stands?: Status extends 'fail' ? 'always' | 'at-connection-limit' : never;
  /** A failure that AWS may still mend after the load, for example by trying the refused scale-out again. */
  readonly mayTurn?: Status extends 'fail' ? true : never;
}

/** Reason code -> its status. */
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

/** Each status with its reasons. */
type ResultOf<Known extends Statuses> =
  | Result<'ok', 'pass'>
  | Result<WithStatus<Known, 'fail'>, 'fail'>
  | Result<WithStatus<Known, 'inconclusive'>, 'inconclusive'>
  | Result<WithStatus<Known, 'skipped'> | 'not-asked', 'skipped'>;

/** `checkSchema` explains the fields. */
export interface Details {
  readonly observed: string;
  readonly limit: string;
  readonly message: string;
  /** Every result decides where its reader should look; null where no time is to blame or nothing was recorded. */
  readonly when: Span | null;
  readonly observedValue?: Quantity | null;
  readonly limitValue?: Quantity | null;
  readonly confidence?: number | null;
  readonly n?: number | null;
  readonly looks?: Waves | null;
}

/** Keeps the literal types of the id and the reasons; the registry derives its types from them. */
export function defineCheck<const Id extends string, const Known extends Statuses>(
  definition: CheckDefinition<Id, Known>,
): CheckDefinition<Id, Known> {
  return definition;
}

/**
 * Builds the results of a check with these reasons. A reason that is undeclared, or used with the wrong
 * status, does not compile.
 */
export function resultsWith<const Known extends Statuses>(reasons: Reasons<Known>) {
  return {
    reasons,
    passed: (details: Details) => result('pass', 'ok', details),
    failed: <Reason extends WithStatus<Known, 'fail'>>(reason: Reason, details: Details) =>
      result('fail', reason, details),
    /** The evidence does not decide: neither a false pass nor a false failure. */
    inconclusive: <Reason extends WithStatus<Known, 'inconclusive'>>(
      reason: Reason,
      details: Details,
    ) => result('inconclusive', reason, details),
    notAsked: (key: keyof Expectations) =>
      result('skipped', 'not-asked', {
        observed: 'not checked',
        limit: 'none',
        message: `The scenario has no \`expect.${key}\`.`,
        when: null,
      }),
    /** The scenario may ask for it, but the thing it judges does not exist here. */
    notApplicable: <Reason extends WithStatus<Known, 'skipped'>>(reason: Reason, message: string) =>
      notApplicable(reason, message),
  };
}

export function notApplicable<Reason extends string>(
  reason: Reason,
  message: string,
): Result<Reason, 'skipped'> {
  const nothing = { observed: 'not applicable', limit: 'none', when: null };
  return result('skipped', reason, { ...nothing, message });
}

function result<Reason extends string, Status extends CheckStatus>(
  status: Status,
  reason: Reason,
  details: Details,
): Result<Reason, Status> {
  const { observed, limit, message, when } = details;
  const { observedValue = null, limitValue = null, confidence = null, n = null } = details;
  const numbers = { observedValue, limitValue, confidence, n, looks: details.looks ?? null };
  return { status, reason, observed, limit, message, when, ...numbers };
}
