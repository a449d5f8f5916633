/**
 * Words that AWS's own texts are made of. A name that is one of them identifies nobody, and cannot be
 * told from the word: it is replaced where a name stands, and left in a sentence.
 */
const TEXTS = `
account action active activity adjustment after alarm alarms all allocated already an and any api application
are arn assumed at attempting auto autoscaling availability available average aws amazon amazonaws be because been
between blocked breaching but by can cannot capacity cause change changed clear cloudwatch code com complete component completed
concurrency concurrent config configuration container copies copy could count cooldown created creating
current custom data datapoint datapoints day default delete deleted deleting delta desired desiredcapacity did
dimension do does during edit endpoint endpoints error errors evaluate evaluated evaluation exceeded execute
executed execution fail failed failure find for from fulfilled function functions greater greaterthanthreshold
hardware has have hour id in increase inference ingress inprogress input insufficient inservice instance
instances internal invalid invocation invocations is it item last later latency lambda less level limit limits ml
maximum may message metric metrics minimum minute minutes missing model models monitor more name named new no
none not now number of ok on once operation or out outofservice over overridden parameter per perform period
permission please policy pool pools predefined primary production provisioned provisioning quota quotas rate
reached ready reason request requested requests required resource resources returned role rolling running
sagemaker scalable scale scalein scaleout scaling schedule scheduled second seconds see server serverless
service services set setting state status statistic step submitted successful successfully suspended system
table tables target targettracking targettrackingscaling than that the there this threshold thresholds throttled throttling time timed
timestamp to too tracking traffic transition treat triggered type unable unavailable unknown until update updated
updating usage use used user using utilization value values variant version waiting was were when which while
will with within you your insufficient_data transitioned crossed crossing points point datapoint alarmhigh
alarmlow dynamic actions suspendedstate latest http https www docs gov cn east west north south central
memory disk gpu gpuutilization gpumemory cpuutilization gpumemoryutilization overhead setup
invocation4xxerrors invocation5xxerrors 4xxerror 5xxerror duration throttles spillover integration timeout
northeast southeast us eu ap ca sa af me il mx
`;

export const AWS_WORDS: ReadonlySet<string> = new Set(TEXTS.trim().split(/\s+/));

/** Instance types: `ml.g5.2xlarge`. */
const INSTANCE_TYPE =
  /^(?:ml\.)?[a-z][a-z0-9-]*\.(?:nano|micro|small|medium|(?:\d+)?x?large|metal)[\w-]*$/;
/** Service-linked roles. */
const AWS_ROLE = /^AWSServiceRoleFor\w+$/;
const NUMBER = /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?%?$/i;
/** ISO 8601, or as alarms write it: `21/11/26` and `09:30:00`. */
const TIME =
  /^(?:\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?|\d{2}\/\d{2}\/\d{2}|\d{2}:\d{2}(?::\d{2})?)$/;
/** ISO 8601. */
const DURATION = /^P(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?$/;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Whether a word says nothing of anybody: AWS's own, a number, a time, an instance type, a Region. */
export function isAwsOwn(word: string): boolean {
  if (/^\d{12}$/.test(word)) return false;
  if ([INSTANCE_TYPE, AWS_ROLE, NUMBER, TIME, DURATION, REGION].some((form) => form.test(word)))
    return true;
  return word
    .split(/[-_/:.=@+]+|(?<=[a-z])(?=[A-Z])/)
    .every(
      (part) => part === '' || /^\d{1,5}[a-z]?$/i.test(part) || AWS_WORDS.has(part.toLowerCase()),
    );
}
