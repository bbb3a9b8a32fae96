'use strict';

// Runs on any Node, so that even an old one can say what is missing.

/**
 * Why the commands cannot run, in a sentence that says what to do; `undefined` if they can. npm puts the Node 24 that
 * `npm ci` installs before the machine's own, so that one is seen here only where `npm ci` has not run.
 * @param {string} version as in `process.version`
 * @param {boolean} isInstalled whether `npm ci` has run
 */
function whyNotReady(version, isInstalled) {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  if (!isInstalled && major < 20)
    return `Node ${version} is too old: install Node 20 or newer from https://nodejs.org, then run: npm ci`;
  if (!isInstalled) return 'Run npm ci first: it installs what the commands need.';
  if (major < 24)
    return `The commands run on the Node 24 that npm ci installs, and this is ${version}. Start them with npm run; if you did, run npm ci again, without --ignore-scripts.`;
  return undefined;
}

/**
 * A sentence for an error in loading a command; `undefined` if `npm ci` would not help.
 * @param {unknown} error
 */
function whyNotLoaded(error) {
  const found = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(
    String((error && error.message) || error),
  );
  return found ? `The package ${found[1]} is not installed. Run npm ci.` : undefined;
}

module.exports = { whyNotReady, whyNotLoaded };
