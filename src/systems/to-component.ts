/**
 * Names the inference component in requests of way `sagemaker`, whatever system encodes them: a system knows
 * the model's contract, not where the model is hosted. Pure: k6 runs this file unchanged.
 */
import type { Codec, HttpRequest, System } from './contract.ts';
import { withHeaders } from './own-headers.ts';

/** SageMaker Runtime API reference, InvokeEndpoint, `InferenceComponentName`. */
const HEADER = 'x-amzn-sagemaker-inference-component';

/** @returns the system itself where it has no way `sagemaker` */
export function toComponent(system: System): System {
  const codec = system.ways.sagemaker;
  if (codec === undefined) return system;
  return { ...system, ways: { ...system.ways, sagemaker: naming(codec) } };
}

function naming(codec: Codec): Codec {
  return {
    encode(row, address): HttpRequest {
      const request = codec.encode(row, address);
      const { inferenceComponent } = address;
      return inferenceComponent ? withHeaders(request, { [HEADER]: inferenceComponent }) : request;
    },
    decode: (response, row) => codec.decode(response, row),
  };
}
