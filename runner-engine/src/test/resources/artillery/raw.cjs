const fs = require('node:fs');

/** Keeps what Artillery itself measured. */
exports.raw = (request, response, context, events, done) => {
  fs.appendFileSync(process.env.RAW, `${response.timings.phases.total}\n`);
  done();
};
