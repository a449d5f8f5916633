/** AWS's default quotas and fixed limits that a load can run into, per account and Region unless stated. */

/** Requests/s: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const GATEWAY_RPS = 10_000;

/** Concurrent executions; new accounts begin with fewer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_CONCURRENCY = 1_000;
/** Seconds after which Lambda ends an invocation, the same for everybody (same page). */
export const LAMBDA_TIMEOUT_SECONDS = 900;
/** File descriptors of one execution environment, sockets included, the same for everybody (same page). */
export const LAMBDA_FILES = 1_024;
/** Megabytes that have the power of one vCPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const LAMBDA_MB_PER_VCPU = 1_769;

/** vCPUs of all running On-Demand tasks: https://docs.aws.amazon.com/general/latest/gr/ecs-service.html */
export const FARGATE_VCPUS = 6;

/**
 * Connections to one address and port through each public address of a NAT gateway:
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export const NAT_CONNECTIONS = 55_000;

/** Names by which Service Quotas lists them. */
export const QUOTA_NAMES = {
  fargateVcpus: { service: 'fargate', name: 'Fargate On-Demand vCPU resource count' },
  lambdaConcurrency: { service: 'lambda', name: 'Concurrent executions' },
} as const;
