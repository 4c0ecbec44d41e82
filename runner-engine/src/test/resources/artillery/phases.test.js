/** Run by ArtilleryPhasesTest; prints nothing and ends with 0 when all is well. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [, , hook, artillery] = process.argv;
const { numberThreads, plan } = await import(pathToFileURL(hook).href);
const ms = createRequire(artillery)('ms');
const whole = { index: 1, of: 1 };
const oneUser = [{ duration: 1, arrivalCount: 1 }];

function planned(phases, settings) {
  return plan(phases, { share: whole, ...settings }, ms);
}

// Without users and duration the script decides.
const script = [{ duration: '1m', arrivalRate: 5, rampTo: 50, name: 'up' }, { pause: 10 }];
assert.deepEqual(planned(script, {}), script);

// Users replace the phases.
assert.deepEqual(planned(script, { users: 7 }), [{ duration: 1, arrivalCount: 7 }]);
assert.deepEqual(planned(script, { users: 7, seconds: 1.5 }), [
  { duration: '1500ms', arrivalRate: 7, maxVusers: 7 },
]);

// A duration makes one user a second where the script has no phases, and else is the most.
assert.deepEqual(planned(oneUser, { seconds: 30 }), [{ duration: 30, arrivalRate: 1 }]);
assert.deepEqual(planned(script, { seconds: 100 }), script);
assert.deepEqual(planned(script, { seconds: 30 }), [
  { duration: 30, arrivalRate: 5, rampTo: 28, name: 'up' },
]);
assert.deepEqual(planned(script, { seconds: 61.5 }), [script[0], { pause: '1500ms' }]);
assert.deepEqual(planned([{ duration: '20', arrivalCount: '10' }], { seconds: 5 }), [
  { duration: 5, arrivalCount: 3 },
]);

// Shares are whole and add up.
const load = [
  { duration: 10, arrivalRate: '10', maxVusers: 5, name: 'main' },
  { duration: 10, arrivalCount: 2 },
  { pause: 3 },
];
const parts = [1, 2, 3].map((index) => planned(load, { share: { index, of: 3 } }));
assert.deepEqual(parts.map((phases) => phases[0].arrivalRate), [4, 3, 3]);
assert.deepEqual(parts.map((phases) => phases[0].maxVusers), [2, 2, 1]);
assert.deepEqual(parts.map((phases) => phases[1].arrivalCount), [1, 1, undefined]);
assert.deepEqual(parts[2].slice(1), [{ name: undefined, pause: 10 }, { pause: 3 }]);
assert.deepEqual(planned(oneUser, { users: 2, share: { index: 3, of: 3 } }), [
  { name: undefined, pause: 1 },
]);

// Of a ramp, every thread of every share has its own number.
const ramp = [{ duration: 10, arrivalRate: 3, rampTo: 30 }];
const [half] = planned(ramp, { share: { index: 2, of: 2 } });
assert.deepEqual(half, { duration: 10, arrivalRate: 1.5, rampTo: 15 });
const threads = [1, 2].map((worker) => ({ ...half, worker, totalWorkers: 2 }));
numberThreads(threads, { index: 2, of: 2 });
assert.deepEqual(threads.map(({ worker, totalWorkers }) => [worker, totalWorkers]), [[3, 4], [4, 4]]);
