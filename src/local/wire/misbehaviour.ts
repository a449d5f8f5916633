/** Errors that any AWS API call can get, with each service's own wording and status codes. */
import { ACCOUNT } from '../../simulation/identity.ts';
import type { CallFault } from '../api-faults.ts';
import { AwsError } from './aws-error.ts';

/** A service by its IAM name. */
export type ServiceName =
  | 'cloudwatch'
  | 'sagemaker'
  | 'application-autoscaling'
  | 'lambda'
  | 'servicequotas'
  | 'pricing'
  | 'sts';

/** One operation, such as `cloudwatch` and `GetMetricData`. */
export interface CalledOperation {
  readonly service: ServiceName;
  readonly operation: string;
}

/** The error that a fault causes; undefined for a fault that is not an error response. */
export function misbehaviour(fault: CallFault, called: CalledOperation): AwsError | undefined {
  switch (fault) {
    case 'throttled':
      return throttled(called);
    case 'failed':
      return failed(called);
    case 'denied':
      return denied(called);
    default:
      return undefined;
  }
}

function throttled({ service }: CalledOperation): AwsError {
  if (service === 'lambda') {
    return new AwsError('TooManyRequestsException', 'Rate exceeded', {
      status: 429,
      members: { Reason: 'CallerRateLimitExceeded', Type: 'User' },
    });
  }
  return new AwsError('ThrottlingException', 'Rate exceeded', { queryCode: 'Throttling' });
}

const FAILURES: Partial<Record<ServiceName, { code: string; queryCode: string }>> = {
  cloudwatch: { code: 'InternalServiceFault', queryCode: 'InternalServiceError' },
  'application-autoscaling': {
    code: 'InternalServiceException',
    queryCode: 'InternalServiceException',
  },
  lambda: { code: 'ServiceException', queryCode: 'ServiceException' },
};

function failed({ service }: CalledOperation): AwsError {
  const { code, queryCode } = FAILURES[service] ?? {
    code: 'InternalFailure',
    queryCode: 'InternalFailure',
  };
  const message = 'The request processing has failed because of an unknown error.';
  return new AwsError(code, message, { status: 500, queryCode });
}

/** awsJson1.1 services deny with 400, the others with 403. */
function denied({ service, operation }: CalledOperation): AwsError {
  const action = `${service}:${operation}`;
  const json = service === 'sagemaker' || service === 'application-autoscaling';
  return new AwsError(
    'AccessDeniedException',
    `User: arn:aws:iam::${ACCOUNT}:user/local is not authorized to perform: ${action} because no ` +
      `identity-based policy allows the ${action} action`,
    { status: json ? 400 : 403, queryCode: 'AccessDenied' },
  );
}
