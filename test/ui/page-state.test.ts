import { expect, test } from 'vitest';
import {
  eventFor,
  HAS_NOTHING,
  hasAccordingTo,
  nextState,
  type PageState,
} from '../../src/ui/page-state.ts';
import { NO_DATA, partsOf } from './parts.ts';

function contentOf(event: string | null) {
  return event === null ? null : JSON.parse(/^data: (.*)$/m.exec(event)![1]!);
}

const first = nextState(null, partsOf('one'), false);

test('a browser that has nothing gets title, sections and data', () => {
  const event = eventFor(first, HAS_NOTHING)!;
  expect(event).toMatch(/^id: 1-1\nevent: state\ndata: .*\n\n$/);
  expect(contentOf(event)).toEqual({ title: 'page one', main: '\n<p>one</p>\n', data: NO_DATA });
});

test('a browser that has the charts gets them again only when their data change', () => {
  const second = nextState(first, partsOf('two'), false);
  expect(contentOf(eventFor(second, first))).toEqual({ title: 'page two', main: '\n<p>two</p>\n' });
  const more = { ...NO_DATA, to: 2 };
  const third = nextState(second, partsOf('three', more), false);
  expect(contentOf(eventFor(third, second)).data).toEqual(more);
  expect(contentOf(eventFor(third, first)).data).toEqual(more);
});

test('what is published again unchanged is the same state, and nothing for a browser that has it', () => {
  expect(nextState(first, partsOf('one'), false)).toBe(first);
  expect(eventFor(first, first)).toBeNull();
});

test('the last state is sent whole, also to a browser that has all of it', () => {
  const last = nextState(first, partsOf('one'), true);
  expect(eventFor(last, last)).toContain('event: end\n');
  expect(contentOf(eventFor(last, last)).data).toEqual(NO_DATA);
});

test('an event names what its browser then has; anything else in its place counts as nothing', () => {
  const state: PageState = { ...first, revision: 12, dataRevision: 7 };
  const id = /^id: (.*)$/m.exec(eventFor(state, HAS_NOTHING)!)![1];
  expect(hasAccordingTo(id)).toEqual({ revision: 12, dataRevision: 7 });
  for (const other of [undefined, '', '12', '12-7-1', '-1-7', 'x-y', `${'9'.repeat(30)}-1`]) {
    expect(hasAccordingTo(other)).toEqual(HAS_NOTHING);
  }
});

test('text with line breaks stays one field of the event', () => {
  const state = nextState(null, partsOf('one\n\nevent: end\r\ndata: {}'), false);
  expect(eventFor(state, HAS_NOTHING)!.trimEnd().split('\n')).toHaveLength(3);
});
