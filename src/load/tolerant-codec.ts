/**
 * A response that the system's module cannot decode is malformed; it must not end the load. Imports only
 * types, because the k6 script runs this file as it is.
 */
import type { Codec } from '../systems/contract.ts';

/** @param report told of the first such response only, whatever the load */
export function tolerantCodec(codec: Codec, report: (message: string) => void): Codec {
  let reported = false;
  return {
    encode: (row, address) => codec.encode(row, address),
    decode(response, row) {
      try {
        return codec.decode(response, row);
      } catch (cause) {
        if (!reported) report(`decode threw for row ${row.number}: ${String(cause)}`);
        reported = true;
        return { outcome: 'malformed', predicted: null };
      }
    },
  };
}
