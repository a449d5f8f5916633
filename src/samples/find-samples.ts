/** Opens a place of samples and says what load they are of. */
import { text } from 'node:stream/consumers';
import { UserError } from '../input/user-error.ts';
import {
  DISTRIBUTION_FILE,
  type Distribution,
  distributionSchema,
} from '../record/distribution.ts';
import { openPlace } from './open-place.ts';
import type { Entry, Place, PlaceAt } from './place.ts';
import { sourcesOf } from './sources.ts';
import { type Surveyed, survey, usableOf } from './survey.ts';

export interface FoundSamples {
  readonly at: PlaceAt;
  readonly place: Place;
  /** Null where `distribute` did not prepare the load. */
  readonly distribution: Distribution | null;
  /** At least one of them holds samples. */
  readonly sources: readonly Surveyed[];
}

/** @throws UserError when there is no such place, or there are no samples in it */
export async function findSamples(at: PlaceAt): Promise<FoundSamples> {
  const place = await openPlace(at);
  try {
    const entries = await place.list();
    const distribution = await readDistribution(place, entries);
    const sources = await survey(place, sourcesOf(entries), distribution !== null);
    refuseUnread(place, sources);
    return { at, place, distribution, sources };
  } catch (cause) {
    place.close();
    throw cause;
  }
}

/** The one that is nearest to the top. @throws UserError for a damaged one */
async function readDistribution(
  place: Place,
  entries: readonly Entry[],
): Promise<Distribution | null> {
  const [file] = entries
    .filter(({ name }) => name.split('/').at(-1) === DISTRIBUTION_FILE)
    .sort((one, other) => one.name.split('/').length - other.name.split('/').length);
  if (file === undefined) return null;
  const json = await text(place.read(file));
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new UserError(
      `${file.name} in ${place.shown} is not JSON; restore what \`distribute\` wrote.`,
      {
        cause,
      },
    );
  }
  const read = distributionSchema.safeParse(parsed);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UserError(
    `${file.name} in ${place.shown}: "${issue?.path.join('.')}": ${issue?.message}; restore what \`distribute\` wrote.`,
  );
}

function refuseUnread(place: Place, sources: readonly Surveyed[]): void {
  const usable = usableOf(sources);
  const remote = usable.find(({ source, format }) => {
    return format === 'tool' && place.pathOf(source.files[0]!) === null;
  });
  if (remote !== undefined) {
    throw new UserError(
      `${place.shown}: ${remote.source.name} is another tool's output, which is read from a file; download it and import that.`,
    );
  }
  if (usable.length > 0) return;
  const found = sources.length === 0 ? 'it is empty' : `found ${sources.length} other files`;
  throw new UserError(
    `${place.shown} holds no samples of a worker (${found}); name the place where the workers left them (\`samples\` in ${DISTRIBUTION_FILE}).`,
  );
}
