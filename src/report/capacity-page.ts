/** Renders a capacity review as one self-contained page: the answers first, then what they rest on. */
import { dayAndTime } from '../format/numbers.js';
import type { Review } from '../planner/review.ts';
import { STYLE_SHEET } from './capacity-page/assets.ts';
import { capacitySection } from './capacity-page/capacity-section.ts';
import { curveSection } from './capacity-page/curve-section.ts';
import { planSection } from './capacity-page/plan-section.ts';
import { policySection } from './capacity-page/policy-section.ts';
import { html, type Markup } from './html/markup.ts';
import { staticPage } from './html/page.ts';
import { STATUS_WORDS } from './status-words.ts';

/** @param links relative addresses of the reports there are, by run id */
export function renderCapacityPage(review: Review, links: ReadonlyMap<string, string>): string {
  const { headline, plans, tests, curve, recommendation } = review;
  return staticPage(
    `Capacity: ${headline}`,
    [
      answersSection(review),
      ...plans.map((plan, at) => planSection(plan, `plan-${at + 1}`)),
      ...tests.slice(0, 1).map(capacitySection),
      curve === null || curve.points.length < 2 ? null : curveSection(curve),
      recommendation === null ? null : policySection(recommendation),
      evidenceSection(review, links),
    ],
    STYLE_SHEET,
  );
}

function answersSection({ headline, answers, doubts, missing }: Review): Markup {
  return html`<header>
<h1>${headline}</h1>
<dl class="answers">${answers.map(
    ({ question, answer }) => html`<div><dt>${question}</dt><dd>${answer}</dd></div>`,
  )}</dl>
${doubts.map((sentence) => html`<p class="note">${sentence}</p>`)}
${missing.map((sentence) => html`<p class="soft">${sentence}</p>`)}
</header>`;
}

function evidenceSection({ tests, runs }: Review, links: ReadonlyMap<string, string>): Markup {
  const named = (runId: string) => {
    const link = links.get(runId);
    return link === undefined ? runId : html`<a href="${link}">${runId}</a>`;
  };
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
<div class="scroll" role="group" aria-labelledby="evidence" tabindex="0">
<table>
<thead><tr><th scope="col">Kind</th><th scope="col">Run</th><th scope="col">When (UTC)</th><th scope="col">Result</th></tr></thead>
<tbody>${tests.map(
    (test) => html`
<tr><td>capacity test</td><th scope="row">${named(test.runId)}</th><td>${dayAndTime(test.startedAtMs)}</td><td>${test.headline}</td></tr>`,
  )}${runs.map(
    (run) => html`
<tr><td>run</td><th scope="row">${named(run.runId)}</th><td>${dayAndTime(run.startedAtMs)}</td><td>${STATUS_WORDS[run.status].word}: ${run.headline}</td></tr>`,
  )}
</tbody>
</table>
</div>
</section>`;
}
