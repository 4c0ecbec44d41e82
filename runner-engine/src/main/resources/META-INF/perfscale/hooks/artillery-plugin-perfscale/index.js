/**
 * Hands every request of Artillery to perfscale. Artillery loads it in its main thread, where the
 * requests of `before` and `after` are made, and in each worker thread, because the environment
 * says so.
 */

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import {
  getEnvironmentData,
  isMainThread,
  setEnvironmentData,
  threadId,
} from 'node:worker_threads';
import { PHASE, SampleChannel } from './channel.js';
import { numberThreads, plan } from './phases.js';
import { observe } from './requests.js';

const FLUSH_MILLIS = 100;
const USERS_MILLIS = 1000;
const WAIT_MILLIS = 10;
const LONGEST_CLOSING_MILLIS = 2000;
const MOST_REASONS = 10;
const STANDARD_ERROR = 2;

/** What the threads share: where Artillery is, how many write samples, whether they are to stop. */
const SHARED = 'perfscale';
const WRITERS = 0;
const STOP = 1;
const FINISH = 1;
const AT_ONCE = 2;

/** Artillery's exit codes for failed conditions of `ensure`, and for failed expectations. */
const CRITERIA = [1, 21];
const CRITERION_FAILED = 99;
const JUDGES_ERRORS = '.judges-errors';
const ABOUT_ERRORS = /maxErrorRate|errors\.|vusers\.failed|http\.codes\.[45]|expect\.failed/;

if (isMainThread) {
  const state = new Int32Array(new SharedArrayBuffer(8));
  setEnvironmentData(SHARED, { bin: fs.realpathSync(process.argv[1]), state });
}
const { bin, state } = getEnvironmentData(SHARED);
const core = path.join(bin, '../../dist/lib/core');
const [http, ws, socketio] = await Promise.all(
  ['http', 'ws', 'socketio'].map((name) =>
    import(pathToFileURL(path.join(core, `engine_${name}.js`)).href).then((m) => m.default),
  ),
);

const share = shareOf(process.env.PERFSCALE_SHARE ?? '1/1');
const finishMillis = Number(process.env.PERFSCALE_FINISH_MILLIS ?? 0);

function shareOf(text) {
  const [index, of] = text.split('/').map(Number);
  return { index, of };
}

function setting(name) {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
}

class Recorder {
  users = 0;
  open = 0;
  phase = PHASE.MAIN;
  failures = new Map();
  isOver = false;
  channel = new SampleChannel(
    process.env.PERFSCALE_SAMPLES,
    (((process.pid & 0xffff) << 16) | (threadId & 0xffff)) >>> 0,
  );

  constructor(isStopping) {
    this.isStopping = isStopping;
  }

  sample(label, kind, isError, end, duration) {
    if (this.isOver) {
      return; // It was not answered in time.
    }
    this.channel.sample(label, { kind, phase: this.phase, isError }, end, duration);
  }

  failed(reason) {
    const known = this.failures.get(reason);
    if (known !== undefined || this.failures.size < MOST_REASONS) {
      this.failures.set(reason, (known ?? 0) + 1);
    }
  }

  close() {
    if (this.isOver) {
      return;
    }
    this.isOver = true;
    this.channel.close();
    for (const [reason, count] of this.failures) {
      fs.writeSync(STANDARD_ERROR, `Users that failed: ${count} with ${reason}\n`);
    }
  }
}

export const Plugin = isMainThread ? MainThread : WorkerThread;

/** Threads end with the process, which waits here until they have written what they have. */
function MainThread(script) {
  const recorder = new Recorder(() => false);
  recorder.phase = PHASE.SETUP;
  observe({ http, ws, socketio }, recorder);
  const timer = setInterval(() => recorder.channel.flush(), FLUSH_MILLIS).unref();

  artillery.globalEvents.on('shutdown:start', () => {
    recorder.phase = PHASE.TEARDOWN;
    Atomics.store(state, STOP, FINISH);
  });

  process.on('exit', (code) => {
    Atomics.store(state, STOP, AT_ONCE);
    const deadline = Date.now() + LONGEST_CLOSING_MILLIS;
    let open;
    while ((open = Atomics.load(state, WRITERS)) > 0 && Date.now() < deadline) {
      Atomics.wait(state, WRITERS, open, FLUSH_MILLIS);
    }
    recorder.close();
    if (CRITERIA.includes(code) && code === artillery.suggestedExitCode) {
      process.exitCode = CRITERION_FAILED;
    }
  });

  this.cleanup = (done) => {
    clearInterval(timer);
    const deadline = Date.now() + finishMillis + LONGEST_CLOSING_MILLIS;
    waitUntil(() => Atomics.load(state, WRITERS) === 0, deadline, done);
  };

  planPhases();
  const { ensure } = script.config.plugins;
  if (ensure !== undefined && ABOUT_ERRORS.test(JSON.stringify(script.config.ensure ?? ensure))) {
    fs.writeFileSync(JUDGES_ERRORS, '');
  }
}

/** The script of a plugin is a copy; this is the list that work is divided from. */
function planPhases() {
  const { phases } = artillery.testInfo.metadata.testConfig;
  const users = setting('PERFSCALE_USERS');
  const seconds = setting('PERFSCALE_DURATION');
  const millis = createRequire(bin)('ms');
  phases.splice(0, phases.length, ...plan(phases, { users, seconds, share }, millis));
}

function WorkerThread(script) {
  const recorder = new Recorder(() => Atomics.load(state, STOP) !== 0);
  observe({ http, ws, socketio }, recorder);
  Atomics.add(state, WRITERS, 1);

  function close() {
    if (!recorder.isOver) {
      clearInterval(timer);
      recorder.close();
      Atomics.sub(state, WRITERS, 1);
      Atomics.notify(state, WRITERS);
    }
  }

  let told = 0;
  const timer = setInterval(() => {
    if (Atomics.load(state, STOP) === AT_ONCE) {
      close();
      return;
    }
    if (Date.now() - told >= USERS_MILLIS) {
      told = Date.now();
      recorder.channel.users(recorder.users);
    }
    recorder.channel.flush();
  }, FLUSH_MILLIS).unref();
  process.on('exit', close);

  this.cleanup = (done) => {
    waitUntil(
      () => recorder.open === 0,
      Date.now() + finishMillis,
      () => {
        close();
        done();
      },
    );
  };

  numberThreads(script.config.phases, share);
}

function waitUntil(isSo, deadline, done) {
  if (isSo() || Date.now() >= deadline) {
    done();
  } else {
    setTimeout(waitUntil, WAIT_MILLIS, isSo, deadline, done);
  }
}
