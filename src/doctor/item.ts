/** One thing that doctor checks, and its result. */
export const ITEM_STATUSES = ['ok', 'warning', 'problem', 'skipped'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** In display order. */
export const GROUPS = [
  'This machine',
  'Load',
  'Target',
  'Credentials and permissions',
  'Endpoint and scaling',
  'Quotas and prices',
  'Metrics and clock',
] as const;
export type Group = (typeof GROUPS)[number];

export interface Item {
  /** Kebab-case; stable across releases. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly status: ItemStatus;
  /** One sentence. */
  readonly message: string;
  /** What to do about it; null when nothing. */
  readonly next: string | null;
}

/** The part of an item that does not depend on the result. */
export type Subject = Pick<Item, 'id' | 'group' | 'title'>;

export function ok(subject: Subject, message: string): Item {
  return { ...subject, status: 'ok', message, next: null };
}

export function warning(subject: Subject, message: string, next: string): Item {
  return { ...subject, status: 'warning', message, next };
}

export function problem(subject: Subject, message: string, next: string): Item {
  return { ...subject, status: 'problem', message, next };
}

export function skipped(subject: Subject, message: string, next: string | null = null): Item {
  return { ...subject, status: 'skipped', message, next };
}
