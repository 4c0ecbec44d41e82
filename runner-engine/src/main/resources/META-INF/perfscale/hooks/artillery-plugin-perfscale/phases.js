/** What a run's users, duration and share make of a script's phases. */

/** What Artillery does for a script without phases: one user. */
const ONE_USER = { duration: 1, arrivalCount: 1 };

/**
 * @param phases the script's, or Artillery's own
 * @param users replace the phases: they arrive within a second and do their scenario once; with a
 *     duration, so many arrive each second as long as there are not that many
 * @param seconds after which nobody arrives any more
 * @param share `{ index, of }`, from 1
 * @param millis parses `5m`
 */
export function plan(phases, { users, seconds, share }, millis) {
  let planned = phases;
  if (users !== undefined) {
    planned = [
      seconds === undefined
        ? { duration: 1, arrivalCount: users }
        : { duration: written(seconds), arrivalRate: users, maxVusers: users },
    ];
  } else if (seconds !== undefined) {
    planned = isOneUser(phases)
      ? [{ duration: written(seconds), arrivalRate: 1 }]
      : cut(phases, seconds, millis);
  }
  return share.of === 1 ? planned : planned.map((phase) => shared(phase, share));
}

function isOneUser(phases) {
  return (
    phases.length === 1 &&
    Object.keys(phases[0]).length === 2 &&
    Object.entries(ONE_USER).every(([key, value]) => phases[0][key] === value)
  );
}

function cut(phases, seconds, millis) {
  const kept = [];
  let left = seconds;
  for (const phase of phases) {
    if (left <= 0) {
      break;
    }
    const length = secondsOf(phase.pause ?? phase.duration, millis);
    kept.push(length > left ? shortened(phase, left, length) : phase);
    left -= length;
  }
  return kept;
}

/** As Artillery reads it: a whole number is seconds, anything else has a unit. */
function secondsOf(length, millis) {
  const number = Number(length);
  return Number.isInteger(number) ? number : millis(String(length)) / 1000;
}

function shortened(phase, left, length) {
  const short = { ...phase };
  if (phase.pause !== undefined) {
    short.pause = written(left);
  } else {
    short.duration = phase.rampTo === undefined ? written(left) : Math.ceil(left);
  }
  const part = left / length;
  if (phase.rampTo !== undefined) {
    const from = Number(phase.arrivalRate ?? 0);
    short.rampTo = Math.round(from + (Number(phase.rampTo) - from) * part);
  } else if (phase.arrivalCount !== undefined) {
    short.arrivalCount = Math.round(Number(phase.arrivalCount) * part);
  }
  return short;
}

function written(seconds) {
  return Number.isInteger(seconds) ? seconds : `${Math.max(1, Math.round(seconds * 1000))}ms`;
}

/** Its parts are whole and add up to the phase; those of a ramp do so second by second. */
function shared(phase, share) {
  const own = { ...phase };
  for (const key of ['arrivalCount', 'arrivalRate', 'maxVusers']) {
    if (phase[key] !== undefined) {
      own[key] = part(Number(phase[key]), share);
    }
  }
  if (phase.rampTo !== undefined) {
    own.arrivalRate = Number(phase.arrivalRate ?? 0) / share.of;
    own.rampTo = Number(phase.rampTo) / share.of;
  }
  const isIdle =
    own.maxVusers === 0 ||
    (own.rampTo === undefined && (own.arrivalCount ?? own.arrivalRate) === 0);
  return phase.pause === undefined && isIdle ? { name: phase.name, pause: phase.duration } : own;
}

function part(whole, { index, of }) {
  return Math.floor(whole / of) + (index <= whole % of ? 1 : 0);
}

/**
 * Artillery rounds the users of a ramp by the numbers of its threads. Numbered through all shares,
 * they make up the whole when every share has as many threads.
 */
export function numberThreads(phases, share) {
  for (const phase of phases) {
    if (phase.rampTo !== undefined) {
      phase.worker += (share.index - 1) * phase.totalWorkers;
      phase.totalWorkers *= share.of;
    }
  }
}
