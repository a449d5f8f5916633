/**
 * Takes what authenticates a request out of a text that somebody else wrote.
 *
 * AWS and proxies quote requests in their complaints: "not a valid key=value pair in Authorization
 * header: 'AWS4-HMAC-SHA256 Credential=...'", or the whole canonical request with its session token.
 * Such texts are shown and recorded, and what they quote must not be.
 */
const LEFT_OUT = '(left out)';

const QUOTED: readonly RegExp[] = [
  // The header as a whole: scheme, then pairs with commas between them.
  /AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)(?:-PAYLOAD)?(?:[\s,]*(?:Credential|SignedHeaders|Signature)=[^\s,'"<>&]*)*/gi,
  /(?:X-Amz-)?(?:Credential|SignedHeaders|Signature)(?:=|%3D)[^\s,'"<>&]*/gi,
  // As a header, a query parameter, in JSON or as JSON in JSON.
  /X-Amz-(?:Security-Token|S3session-Token)(?:["'\\\s]*[:=]["'\\\s]*|%3D)[^\s,'"\\<>&]*/gi,
  /X-Amz-(?:Security-Token|S3session-Token)/gi,
  /\b(?:Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi,
  // Access key ids: IAM User Guide, "IAM identifiers", unique ID prefixes.
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
];

/**
 * @param own values that were sent and must not be shown, such as API keys
 */
export function withoutSecrets(text: string, own: readonly string[] = []): string {
  // The longest first: one may be the beginning of another.
  const known = own.filter((value) => value !== '').sort((a, b) => b.length - a.length);
  const withoutOwn = known.reduce((rest, value) => rest.replaceAll(value, LEFT_OUT), text);
  return QUOTED.reduce((rest, pattern) => rest.replaceAll(pattern, LEFT_OUT), withoutOwn);
}
