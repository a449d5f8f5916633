/** Flattens a collection's folders into requests, with what they inherit. */
import type { Collection, PostmanItem, PostmanRequest } from './collection.ts';
import { type Variables, withVariables } from './variables.ts';

export interface FoundRequest {
  /** Includes the names of its folders. */
  readonly name: string;
  readonly request: PostmanRequest;
  readonly variables: Variables;
  /** Why it cannot be sent, if that is known before reading it. */
  readonly obstacle: string | null;
  readonly notes: readonly string[];
}

interface Inherited {
  readonly folders: readonly string[];
  readonly variables: Variables;
  readonly auth: string | null;
  readonly hasScript: boolean;
}

type Parent = Pick<Collection, 'variable' | 'auth' | 'event'>;

export function requestsOf(collection: Collection): FoundRequest[] {
  const outside = { folders: [], variables: new Map(), auth: null, hasScript: false };
  const inherited = inherit(outside, collection);
  return collection.item.flatMap((item) => requestsIn(item, inherited));
}

function requestsIn(item: PostmanItem, outer: Inherited): FoundRequest[] {
  const inherited = inherit(outer, item);
  if (item.item) {
    const inside = { ...inherited, folders: [...outer.folders, item.name] };
    return item.item.flatMap((each) => requestsIn(each, inside));
  }
  const { request: written } = item;
  const request: PostmanRequest =
    typeof written === 'object' ? written : { method: 'GET', url: written };
  const auth = request.auth?.type ?? inherited.auth;
  return [
    {
      name: [...outer.folders, item.name].join(' / '),
      request,
      variables: inherited.variables,
      obstacle:
        auth !== null && auth !== 'noauth'
          ? `its auth type "${auth}" is not supported; set the header yourself`
          : null,
      notes: inherited.hasScript ? ['its pre-request script was not run'] : [],
    },
  ];
}

function inherit(outer: Inherited, { variable, auth, event }: Parent): Inherited {
  return {
    ...outer,
    variables: withVariables(outer.variables, variable),
    auth: auth?.type ?? outer.auth,
    hasScript: outer.hasScript || (event ?? []).some(isPreRequestScript),
  };
}

/** Postman adds an empty script to every collection it exports. */
function isPreRequestScript({
  listen,
  disabled,
  script,
}: NonNullable<Parent['event']>[number]): boolean {
  if (listen !== 'prerequest' || disabled || !script) return false;
  const lines = typeof script === 'string' ? script : (script.exec ?? '');
  return [lines].flat().join('').trim() !== '';
}
