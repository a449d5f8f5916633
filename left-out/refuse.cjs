// What Artillery requires only when it is used: its publish-metrics plugin says this then.
throw new Error(
  "Scaleproof's install leaves out what Artillery needs for its Playwright engine, Azure and its publish-metrics plugin; docs/dependencies.md says how to get it back.",
);
