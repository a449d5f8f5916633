/** A cache before the API: it answers some requests itself, as the API answered them before. */
import type { HttpResponse } from '../../src/systems/contract.ts';
import type { Send } from './virtual-load.ts';

/** A cache answers within a few milliseconds. */
const ANSWER_MS = 3;

/** @param every each so manieth request that was seen before; undefined for no cache */
export function cached(every: number | undefined, send: Send): Send {
  if (every === undefined) return send;
  const known = new Map<string, HttpResponse>();
  let requests = 0;
  return (request, onResponse) => {
    const key = `${request.path} ${request.body}`;
    const response = known.get(key);
    requests += 1;
    if (response && requests % every === 0) {
      setTimeout(() => onResponse(response), ANSWER_MS);
      return;
    }
    send(request, (fresh) => {
      known.set(key, fresh);
      onResponse(fresh);
    });
  };
}
