/** AWS's on-demand prices of hosting instances in us-east-1, in US dollars per hour, as of 2025-26. */
export const HOSTING_USD_PER_HOUR: Readonly<Record<string, number>> = {
  'ml.m5.large': 0.115,
  'ml.m5.xlarge': 0.23,
  'ml.c5.large': 0.102,
  'ml.c5.xlarge': 0.204,
  'ml.g4dn.xlarge': 0.7364,
};
