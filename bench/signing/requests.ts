/** The requests to sign: rows of the car dataset, encoded for InvokeEndpoint. */
import { fileURLToPath } from 'node:url';
import { readDataset } from '../../src/dataset/read.ts';
import { car } from '../../src/systems/car.ts';
import type { DatasetRow, HttpRequest } from '../../src/systems/contract.ts';

const FIXTURE = fileURLToPath(new URL('../../fixtures/car.csv', import.meta.url));
const ADDRESS = { path: null, functionName: null, endpointName: 'car-pipeline' };

export const REGION = 'eu-west-1';
export const CODEC = car.ways.sagemaker!;

/** A token of the usual maximum length, because it is hashed and sent with every request. */
export const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'FwoGZXIvYXdzEXAMPLE/'.repeat(40),
};

export interface Drawn {
  readonly row: DatasetRow;
  readonly request: HttpRequest;
}

/** @param count at most 1,728 */
export function distinctRequests(count: number): Drawn[] {
  return readDataset(FIXTURE, car.dataset)
    .slice(0, count)
    .map((row) => ({ row, request: CODEC.encode(row, ADDRESS) }));
}
