/** The findings, problems first, each with advice, its moment and the lines that show it. */
import type { Finding } from '../../verdict/verdict.ts';
import { evidenceText, inReadingOrder } from '../finding-rows.ts';
import { FINDING_WORDS } from '../status-words.ts';
import { html, type Markup } from './markup.ts';
import { momentLink } from './moment-link.ts';

/** Lines of the run's files by `aws.ndjson:12`, as far as they were read. */
export type EvidenceLines = ReadonlyMap<string, string>;

/** @param startMs the time axis's zero, local epoch ms */
export function findingsSection(
  findings: readonly Finding[],
  startMs: number,
  lines: EvidenceLines,
): Markup {
  return html`<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${
  findings.length === 0
    ? html`<p class="soft">No findings.</p>`
    : html`<ul class="findings">${inReadingOrder(findings).map((one) => item(one, startMs, lines))}
</ul>`
}
</section>`;
}

function item(finding: Finding, startMs: number, lines: EvidenceLines): Markup {
  const { severity, code, message, advice, when } = finding;
  const { mark, word } = FINDING_WORDS[severity];
  return html`
<li class="is-${severity}">
<p class="finding-head"><span class="badge is-${severity}"><span aria-hidden="true">${mark}</span> ${word}</span> <code>${code}</code>${when === null ? null : html` ${momentLink(when, startMs)}`}</p>
<p>${message}</p>
${advice === '' ? null : html`<p><strong>Advice:</strong> ${advice}</p>`}
${evidence(finding, lines)}
</li>`;
}

function evidence(finding: Finding, lines: EvidenceLines): Markup | null {
  const cited = evidenceText(finding.evidence);
  if (cited === '') return null;
  const shown = finding.evidence.flatMap(({ file, lines: numbers }) =>
    numbers.flatMap((number) => {
      const text = lines.get(`${file}:${number}`);
      return text === undefined ? [] : [{ at: `${file}:${number}`, text }];
    }),
  );
  if (shown.length === 0) return html`<p class="soft">Evidence: <code>${cited}</code></p>`;
  return html`<details class="evidence"><summary class="soft">Evidence: <code>${cited}</code></summary>
<dl>${shown.map(({ at, text }) => html`<dt>${at}</dt><dd><code>${text}</code></dd>`)}</dl></details>`;
}
