/** The CloudWatch operations needed to watch one endpoint. */
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { describeAlarms } from './describe-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import type { Service } from './service.ts';

export const CLOUDWATCH_TARGET = 'GraniteServiceVersion20100801';
export const CLOUDWATCH_NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';

export const cloudwatch: Service = {
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
  DescribeAlarms: describeAlarms,
  DescribeAlarmHistory: describeAlarmHistory,
};
