/**
 * The process under load: responds to every request after a known time and records arrivals.
 *
 * Both engines are measured only here, so that neither grades itself. Times go
 * into arrays allocated before the load, to keep garbage collection out of the measurement.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { FromTarget, Stall, ToTarget } from './target-process.ts';

const BODY = Buffer.from(
  '{"statusCode":200,"headers":{"Content-Type":"text/plain"},"body":"Your Wine class is Cultivar 0"}',
);
const HEADERS = { 'content-type': 'application/json', 'content-length': BODY.length };

let arrivalMs = new Float64Array(0);
let answeredMs = new Float64Array(0);
let arrived = 0;
let serviceTimeMs = 0;
let stall: Stall | null = null;
let utilizationBefore = performance.eventLoopUtilization();
let utilization = 0;
let cpuBefore = process.cpuUsage();

const server = createServer((request, response) => {
  const nowMs = performance.now();
  const index = arrived;
  arrived += 1;
  if (index === 0) utilizationBefore = performance.eventLoopUtilization();
  if (index < arrivalMs.length) arrivalMs[index] = nowMs;
  request.resume();
  setTimeout(answer, answerAtMs(nowMs) - nowMs, index, response);
});
// Closing an idle connection during a load would count as an error of the engine.
server.keepAliveTimeout = 120_000;

function answer(index: number, response: ServerResponse): void {
  if (index < answeredMs.length) answeredMs[index] = performance.now();
  if (index === arrived - 1)
    utilization = performance.eventLoopUtilization(utilizationBefore).utilization;
  response.writeHead(200, HEADERS).end(BODY);
}

function answerAtMs(nowMs: number): number {
  const dueMs = nowMs + serviceTimeMs;
  if (!stall) return dueMs;
  const stallStartMs = (arrivalMs[0] ?? nowMs) + stall.afterMs;
  const stallEndMs = stallStartMs + stall.forMs;
  return dueMs >= stallStartMs && dueMs < stallEndMs ? stallEndMs : dueMs;
}

function send(message: FromTarget): void {
  process.send?.(message);
}

process.on('message', (message: ToTarget) => {
  switch (message.type) {
    case 'begin':
      arrivalMs = new Float64Array(message.capacity).fill(Number.NaN);
      answeredMs = new Float64Array(message.capacity).fill(Number.NaN);
      arrived = 0;
      utilization = 0;
      cpuBefore = process.cpuUsage();
      ({ serviceTimeMs, stall } = message);
      send({ type: 'begun' });
      break;
    case 'finish': {
      const { user, system } = process.cpuUsage(cpuBefore);
      const kept = Math.min(arrived, arrivalMs.length);
      send({
        type: 'record',
        arrivalMs: arrivalMs.slice(0, kept),
        answeredMs: answeredMs.slice(0, kept),
        arrived,
        utilization,
        cpuSeconds: (user + system) / 1_000_000,
      });
      break;
    }
  }
});

// The benchmark process is gone.
process.once('disconnect', () => process.exit(0));

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  send({ type: 'listening', origin: `http://127.0.0.1:${port}` });
});
