/**
 * Redacts credentials and signatures in texts that AWS, proxies or targets wrote.
 *
 * AWS and proxies quote requests in their error messages: "not a valid key=value pair in Authorization
 * header: 'AWS4-HMAC-SHA256 Credential=...'", or the whole canonical request with its session token.
 * Such messages are shown and recorded; the secrets in them must not be.
 */
const REDACTED = '(redacted)';

const QUOTED: readonly RegExp[] = [
  // The whole header: scheme, then comma-separated pairs.
  /AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)(?:-PAYLOAD)?(?:[\s,]*(?:Credential|SignedHeaders|Signature)=[^\s,'"<>&]*)*/gi,
  /(?:X-Amz-)?(?:Credential|SignedHeaders|Signature)(?:=|%3D)[^\s,'"<>&]*/gi,
  // As a header, as a query parameter, in JSON, or in JSON within JSON.
  /X-Amz-(?:Security-Token|S3session-Token)(?:["'\\\s]*[:=]["'\\\s]*|%3D)[^\s,'"\\<>&]*/gi,
  /X-Amz-(?:Security-Token|S3session-Token)/gi,
  /\b(?:Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi,
  // Access key ids: IAM User Guide, "IAM identifiers", unique ID prefixes.
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
];

/**
 * @param own values the caller sent that must not be shown, such as API keys
 */
export function withoutSecrets(text: string, own: readonly string[] = []): string {
  // Longest first: one value may be a prefix of another.
  const known = own.filter((value) => value !== '').sort((a, b) => b.length - a.length);
  const withoutOwn = known.reduce((rest, value) => rest.replaceAll(value, REDACTED), text);
  return QUOTED.reduce((rest, pattern) => rest.replaceAll(pattern, REDACTED), withoutOwn);
}
