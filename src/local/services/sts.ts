/** STS GetCallerIdentity, which every caller may use. */
import { z } from 'zod';
import { ACCOUNT } from '../../simulation/identity.ts';
import { operation, type Service } from './service.ts';
import { invalidMember } from './validation-exception.ts';

export const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export const sts: Service = {
  GetCallerIdentity: operation(invalidMember, z.object({}), () => ({
    Arn: `arn:aws:iam::${ACCOUNT}:user/local`,
    UserId: 'AIDACKCEVSQ6C2EXAMPLE',
    Account: ACCOUNT,
  })),
};
