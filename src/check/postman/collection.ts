/** Schema of the parts of a Postman collection (v2.1 and v2.0) that a check reads. */
import { z } from 'zod';
import { readText } from '../../input/read-text.ts';
import { UserError } from '../../input/user-error.ts';

const variable = z.object({
  key: z.string().optional(),
  /** In older exports. */
  id: z.string().optional(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  disabled: z.boolean().optional(),
});
export type Variable = z.infer<typeof variable>;

const pair = z.object({
  key: z.string().nullish(),
  value: z.string().nullish(),
  disabled: z.boolean().nullish(),
});

const segments = z.union([
  z.string(),
  z.array(z.union([z.string(), z.looseObject({ value: z.string() })])),
]);

const url = z.union([
  z.string(),
  z.object({
    raw: z.string().optional(),
    protocol: z.string().nullish(),
    host: segments.nullish(),
    port: z.union([z.string(), z.number()]).nullish(),
    path: segments.nullish(),
    query: z.array(pair).nullish(),
    /** Values of path variables such as `:id`. */
    variable: z.array(variable).nullish(),
  }),
]);
export type PostmanUrl = z.infer<typeof url>;

const auth = z.looseObject({ type: z.string() }).nullish();

const event = z.looseObject({
  listen: z.string().optional(),
  disabled: z.boolean().optional(),
  script: z
    .union([
      z.string(),
      z.looseObject({ exec: z.union([z.string(), z.array(z.string())]).optional() }),
    ])
    .nullish(),
});

const request = z.object({
  method: z.string().default('GET'),
  url: url.optional(),
  header: z.union([z.string(), z.array(pair)]).nullish(),
  body: z
    .looseObject({
      mode: z.string().nullish(),
      raw: z.string().nullish(),
      disabled: z.boolean().nullish(),
      options: z
        .looseObject({ raw: z.looseObject({ language: z.string().optional() }).optional() })
        .nullish(),
    })
    .nullish(),
  auth,
});
export type PostmanRequest = z.infer<typeof request>;

const shared = {
  name: z.string().default('unnamed'),
  variable: z.array(variable).nullish(),
  event: z.array(event).nullish(),
  auth,
};

const leaf = z.object({
  ...shared,
  /** A string is the URL of a GET. */
  request: z.union([z.string(), request]).optional(),
});
/** A folder has items in place of a request. */
export type PostmanItem = z.infer<typeof leaf> & { item?: PostmanItem[] | undefined };

const item: z.ZodType<PostmanItem> = leaf.extend({
  item: z.lazy(() => z.array(item)).optional(),
});

const collectionSchema = z.object({
  ...shared,
  info: z.looseObject({ name: z.string(), schema: z.string().optional() }),
  item: z.array(item),
});
export type Collection = z.infer<typeof collectionSchema>;

/** @throws UserError naming the file and what is wrong in it */
export function readCollection(file: string): Collection {
  const document = readJson(file);
  // Likely mix-ups: an exported environment, and the format from before 2017.
  if (isObject(document) && '_postman_variable_scope' in document) {
    throw new UserError(`${file} is a Postman environment; expected an exported collection, v2.1.`);
  }
  if (isObject(document) && 'requests' in document && !('item' in document)) {
    throw new UserError(
      `${file} is a Postman collection of format v1; export it again as Collection v2.1.`,
    );
  }
  const result = parse(file, document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') || 'the document';
  throw new UserError(
    `${file} is not a Postman collection, v2.1: ${where}: ${issue?.message ?? 'unknown'}; export it from Postman as Collection v2.1.`,
  );
}

function parse(file: string, document: unknown) {
  try {
    return collectionSchema.safeParse(document);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UserError(`${file} has folders nested too deeply; export fewer of them at a time.`, {
      cause,
    });
  }
}

/** Thousands of requests; what is larger is something else. */
const MAX_BYTES = 100_000_000;

function readJson(file: string): unknown {
  const name = `Postman collection ${file}`;
  const text = readText({ file, name, next: 'pass an exported collection', maxBytes: MAX_BYTES });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(
      `${file} is not JSON (${(cause as Error).message}); export the collection from Postman again.`,
      { cause },
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
