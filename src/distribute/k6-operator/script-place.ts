/** Where pods find the bundled script: in a ConfigMap while it fits, else on the claim of the samples. Pure. */

/** A key of the ConfigMap, or a file on the claim. */
export interface ScriptPlace {
  readonly kind: 'config-map' | 'claim';
  /** Of the ConfigMap or the claim. */
  readonly name: string;
  readonly file: string;
}

/**
 * Kubernetes takes objects of 1 MiB at most (https://kubernetes.io/docs/concepts/configuration/configmap/), of which
 * some is for names and for what the API server notes.
 */
const CONFIG_MAP_BYTES = 1_048_576;
const FOR_METADATA = 16_384;

export const SCRIPT_KEY = 'replay.js';

export function placeScript(script: string, id: string, claim: string): ScriptPlace {
  // As it travels: JSON, in which line ends and quotes take two characters.
  const bytes = Buffer.byteLength(JSON.stringify(script));
  return bytes <= CONFIG_MAP_BYTES - FOR_METADATA
    ? { kind: 'config-map', name: id, file: SCRIPT_KEY }
    : { kind: 'claim', name: claim, file: `${id}.js` };
}
