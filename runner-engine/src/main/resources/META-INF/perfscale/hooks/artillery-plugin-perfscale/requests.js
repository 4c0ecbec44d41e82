/** Sees every request of Artillery's HTTP engine, and every session and user of all its engines. */

import { KIND } from './channel.js';

const CALL = Symbol('perfscale.call');
const ON_ERROR = 'perfscaleOnError';

/** What else may be a step of a scenario. */
const NO_REQUESTS = ['loop', 'parallel', 'think', 'log', 'function'];

/** A URL template up to its query. */
const WITHOUT_QUERY = /^(?:\{\{.*?\}\}|[^?#])*/s;

/**
 * @param engines the classes `http`, `ws` and `socketio`
 * @param recorder `sample(label, kind, isError, end, duration)`, `failed(reason)` of a user,
 *     `isStopping()`, and the counts `users` and `open` (requests under way), which are kept here
 */
export function observe(engines, recorder) {
  observeSteps(engines.http, recorder);
  for (const [name, engine] of Object.entries(engines)) {
    observeScenarios(engine, name !== 'http', recorder);
  }
}

/** One step of one user: a request, with those that redirects make of it. */
class Call {
  #recorder;
  #label;
  #context;
  #expects;
  #params;
  #requests = [];

  constructor(recorder, label, context, expects) {
    this.#recorder = recorder;
    this.#label = label;
    this.#context = context;
    this.#expects = expects;
  }

  begin(params, id) {
    this.id = id;
    this.#params = params;
    this.#requests.push({ isAnswered: false, isOver: false });
    this.#recorder.open++;
  }

  /** The request that follows a redirect begins before this is told of the redirect. */
  answered(response) {
    const request = this.#requests.find(({ isAnswered }) => !isAnswered);
    request.isAnswered = true;
    response.once('end', () => {
      const { end, phases } = response.timings;
      this.#end(request, this.#isError(response.statusCode), phases.total, end);
    });
    response.once('close', () => this.#cutOff(request, response.timings));
  }

  failed(error) {
    const request = this.#requests.findLast(({ isOver }) => !isOver);
    if (request) {
      this.#cutOff(request, error.timings);
    }
  }

  /** Without an end to measure, no time at all is none that was measured. */
  #cutOff(request, timings) {
    const duration = timings && (timings.phases.total ?? Date.now() - timings.start);
    this.#end(request, true, duration || undefined);
  }

  #end(request, isError, duration, end = Date.now()) {
    if (request.isOver) {
      return;
    }
    request.isOver = true;
    this.#recorder.open--;
    const label = this.#params.name ? String(this.#params.name) : this.#label;
    this.#recorder.sample(label, KIND.HTTP, isError, end, duration >= 0 ? duration : undefined);
  }

  /** Artillery has no opinion on a status; the script has one if it uses the plugin `expect`. */
  #isError(status) {
    return status >= 400 && !(this.#expects && this.#isExpected(status));
  }

  #isExpected(status) {
    return [this.#params.expect ?? []]
      .flat()
      .filter((expectation) => expectation?.statusCode !== undefined)
      .map((expectation) => artillery.util.template(expectation.statusCode, this.#context))
      .some((expected) => [expected].flat().some((code) => Number(code) === status));
  }
}

function observeSteps(HttpEngine, recorder) {
  const calls = new Map();
  const heard = new WeakSet();
  const compile = HttpEngine.prototype.step;

  function listen(events) {
    if (heard.has(events)) {
      return;
    }
    heard.add(events);
    events.on('trace:http:request', (params, id) => {
      const call = params[CALL];
      if (call) {
        calls.set(id, call);
        call.begin(params, id);
      }
    });
    events.on('trace:http:response', (response, id) => calls.get(id)?.answered(response));
  }

  /** Those events do not tell of a refused connection and the like. */
  function onError(error, params, _context, _events, done) {
    params[CALL]?.failed(error);
    done();
  }

  HttpEngine.prototype.step = function (spec, events, options) {
    const method = Object.keys(spec)[0];
    const params = spec[method];
    if (NO_REQUESTS.some((name) => name in spec) || typeof params !== 'object' || !params) {
      return compile.call(this, spec, events, options);
    }
    listen(events);
    this.config.processor ??= {};
    this.config.processor[ON_ERROR] = onError;
    const own = { ...options, onError: [...(options?.onError ?? []), ON_ERROR] };
    const label = `${method.toUpperCase()} ${path(params.url ?? params.uri, this.config.target)}`;
    const expects = this.config.plugins?.expect !== undefined;
    return (context, callback) => {
      if (recorder.isStopping()) {
        return; // This user goes no further; it ends with its thread.
      }
      const call = new Call(recorder, label, context, expects);
      const request = { ...spec, [method]: { ...params, [CALL]: call } };
      compile.call(this, request, events, own)(context, (...outcome) => {
        calls.delete(call.id);
        callback(...outcome);
      });
    };
  };
}

function path(url, target) {
  const text = String(url);
  const own = target && text.startsWith(target) ? text.slice(target.length) : text;
  return WITHOUT_QUERY.exec(own)[0] || '/';
}

/** Requests of the other engines are sessions, one for each user. */
function observeScenarios(Engine, isSession, recorder) {
  const create = Engine.prototype.createScenario;
  Engine.prototype.createScenario = function (spec, events) {
    const label = spec.name ? String(spec.name) : path(this.config.target);
    const scenario = create.call(this, spec, events);
    return (context, callback) => {
      const begin = Date.now();
      let isOver = false;
      recorder.users++;
      return scenario(context, (error, ...rest) => {
        if (!isOver) {
          isOver = true;
          recorder.users--;
          if (error) {
            recorder.failed(error.code ?? error.message ?? error);
          }
          if (isSession) {
            const end = Date.now();
            recorder.sample(label, KIND.WS, Boolean(error), end, end - begin);
          }
        }
        callback(error, ...rest);
      });
    };
  };
}
