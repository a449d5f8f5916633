/** The two signers behind one interface: the one used here, and the AWS SDK's. */
import { SignatureV4 } from '@smithy/signature-v4';
import { Signer } from '../../src/aws/signer.ts';
import { Sha256 } from '../../test/aws/sha256.ts';
import { CREDENTIALS, distinctRequests, REGION } from './requests.ts';

export const SIGNERS = ['aws4', 'SDK'] as const;
export type SignerName = (typeof SIGNERS)[number];

const HOST = `runtime.sagemaker.${REGION}.amazonaws.com`;
const DRAWN = distinctRequests(178);

/** Each call signs the next row in a new second, so that no signature is reused. */
export function createSigner(name: SignerName): () => Promise<void> | void {
  let index = 0;
  let nowMs = Date.now();
  const next = () => {
    index += 1;
    nowMs += 1_000;
    return DRAWN[index % DRAWN.length]!.request;
  };
  if (name === 'aws4') {
    const signer = new Signer({
      service: 'sagemaker',
      region: REGION,
      host: HOST,
      credentials: () => CREDENTIALS,
      now: () => nowMs,
    });
    return () => void signer.sign(next());
  }
  const signer = new SignatureV4({
    service: 'sagemaker',
    region: REGION,
    credentials: CREDENTIALS,
    sha256: Sha256,
    applyChecksum: false,
  });
  return async () => {
    const { method, path, headers, body } = next();
    const request = {
      method,
      path,
      body,
      protocol: 'https:',
      hostname: HOST,
      headers: { ...headers, host: HOST },
      query: {},
    };
    await signer.sign(request, { signingDate: new Date(nowMs) });
  };
}
