/**
 * The Regions that exist, so that a slip in one is found before the first call.
 *
 * AWS opens two or three a year. One that continues what is there (`us-east-3` after `us-east-2`, or
 * the first of a new direction) may be newer than this list, so only doctor mentions it.
 *
 * Source: the partitions of the AWS SDK's endpoint rules; a test holds this list to the installed SDK's.
 */
import { closest } from '../input/complaints.ts';

export const KNOWN_REGIONS: readonly string[] = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
  ...['ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1'],
  ...['eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'il-central-1', 'me-central-1'],
  ...['me-south-1', 'me-west-1', 'mx-central-1', 'sa-east-1', 'sa-west-1'],
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  ...['cn-north-1', 'cn-northwest-1', 'eusc-de-east-1', 'us-gov-east-1', 'us-gov-west-1'],
  ...['us-iso-east-1', 'us-iso-west-1', 'us-isob-east-1', 'us-isob-west-1', 'eu-isoe-west-1'],
  ...['us-isof-east-1', 'us-isof-south-1'],
];

/** `us-gov-west-1` into area, direction and number. */
const PARTS = /^(.+)-([a-z]+)-(\d+)$/;

/** `newer`: not known, but it may have opened after this list was written. */
export function regionKind(region: string): 'known' | 'newer' | 'unknown' {
  if (KNOWN_REGIONS.includes(region)) return 'known';
  const [area, direction, number] = partsOf(region);
  const isWord = (index: 0 | 1, word: string) =>
    KNOWN_REGIONS.some((known) => partsOf(known)[index] === word);
  if (!isWord(0, area) || !isWord(1, direction)) return 'unknown';
  const newest = Math.max(
    0,
    ...KNOWN_REGIONS.map(partsOf)
      .filter(([ofArea, towards]) => ofArea === area && towards === direction)
      .map(([, , last]) => last),
  );
  return number === newest + 1 ? 'newer' : 'unknown';
}

/** The Region that was probably meant; null where none is near. */
export function nearestRegion(region: string): string | null {
  const [area, direction] = partsOf(region);
  // A wrong number is the likelier slip: `us-east-7` is nearer to us-east-1 than to any other.
  const alike = KNOWN_REGIONS.filter((known) => known.startsWith(`${area}-${direction}-`));
  return alike[0] ?? closest(region, KNOWN_REGIONS);
}

function partsOf(region: string): readonly [area: string, direction: string, number: number] {
  const [, area = region, direction = '', number = '0'] = PARTS.exec(region) ?? [];
  return [area, direction, Number(number)];
}
