/** What Fargate and Lambda are prepared from. */
import type { Distribution } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

export interface AwsParts {
  readonly scenario: ResolvedScenario;
  readonly distribution: Distribution;
  readonly directory: string;
  /** Name of the workers' IAM role. */
  readonly role: string;
  /** Where the workers run. */
  readonly region: string;
}
