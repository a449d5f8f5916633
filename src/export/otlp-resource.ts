/**
 * Who speaks, in OpenTelemetry's terms: one resource and scope for metrics and traces.
 *
 * Keys are those of the semantic conventions where they have one. They are written out here, as the
 * conventions advise for keys that are not stable yet.
 */
import type { InstrumentationScope } from '@opentelemetry/core';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { plainText } from '../report/plain-text.ts';
import { systemInWords } from '../report/run-facts.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { knownAttributes } from './attributes.ts';

export function runResource(verdict: Verdict): Resource {
  const { scenario, target, versions, host, timeCompression } = verdict;
  return resourceFromAttributes(
    knownAttributes({
      'service.name': 'scaleproof',
      'service.version': versions.scaleproof,
      'deployment.environment.name': scenario.environment,
      // A stand-in names a Region, too.
      'cloud.provider': target.region === null || timeCompression !== null ? null : 'aws',
      'cloud.region': target.region,
      'host.arch': host?.arch,
      'vcs.ref.head.revision': verdict.commit,
      'scaleproof.run.id': verdict.runId,
      'scaleproof.run.label': verdict.label,
      'scaleproof.scenario': scenario.name,
      'scaleproof.system': systemInWords(scenario),
      'scaleproof.engine': scenario.engine,
      'scaleproof.endpoint': target.endpointName,
    }),
  );
}

export function runScope({ versions }: Verdict): InstrumentationScope {
  const version = versions.scaleproof;
  return { name: 'scaleproof', ...(version === undefined ? {} : { version: plainText(version) }) };
}
