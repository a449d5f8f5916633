import { capacityInVirtualTime } from './test/matrix/virtual-capacity.ts';
import { renderCapacity } from './src/report/capacity-terminal.ts';
import { palette } from './src/report/palette.ts';
for (const seed of (process.argv[2] ?? '1').split(',').map(Number)) {
const t = performance.now();
const c = await capacityInVirtualTime({ seed, holds: 1, phases: [{name:'x',durationSeconds:60,startRps:50,endRps:50}], scaleproof: { standIn: {timeCompression: 12, instance: {concurrency: 2, serviceTimeMs: 40}}, watch: {pollSeconds: .5, metricPollSeconds: 1} }, expect: { latency: { percentile: 99, maxMs: 400 } } });
if (process.argv[3]) console.log(renderCapacity(c, {directory:'x', columns: 80, withSteps: true}, palette(false)));
const known = 2/(0.040*Math.exp(0.35**2/2));
console.log(seed, 'known', known.toFixed(2), c.state, c.maxRps?.toFixed(2), c.interval?.high?.toFixed(2), ((c.maxRps??0)/known-1).toFixed(3), c.steps.length, c.durationSeconds, ((performance.now()-t)/1000).toFixed(1)+'s');
}
