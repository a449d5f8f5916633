#!/bin/sh
# A night for Jenkins, Buildkite, cron or anything else with a shell: run, then compare with earlier nights.
# Keep $SCALEPROOF_HISTORY from one night to the next. docs/nightly.md explains each part.
#
# Usage: [SCENARIO=wine] [ENVIRONMENT=nightly] nightly.sh [FLAGS OF scaleproof run]
# Exit code: that of the run, or 1 where it passed but is worse than it was.
set -u
scenario=${SCENARIO:-wine}
environment=${ENVIRONMENT:-nightly}
export SCALEPROOF_HISTORY="${SCALEPROOF_HISTORY:-.scaleproof/history.ndjson}"

run=0
npx scaleproof run "$scenario" --env "$environment" --label nightly --yes --max-cost 20 \
  --retries 2 --record --junit junit.xml "$@" || run=$?

worse=0
npx scaleproof history judge --scenario "$scenario" --env "$environment" --issue issue.md || worse=$?
# 3: too few nights yet, or one that is in doubt.
if [ "$worse" -eq 3 ]; then worse=0; fi

if [ "$run" -ne 0 ]; then exit "$run"; fi
exit "$worse"
