'use strict';

/*
 * `node terminal/launch.cjs FILE …` runs FILE as `node FILE …` would, but says in a sentence if a recent Node or
 * `npm ci` is missing. Without a file it only checks. Every `npm run` begins with it.
 */

const { existsSync } = require('fs');
const { join, resolve } = require('path');
const { pathToFileURL } = require('url');
const { whyNotLoaded, whyNotReady } = require('./ready.cjs');

const file = process.argv[2];
const why = whyNotReady(process.version, existsSync(join(__dirname, '../node_modules/.package-lock.json')));
if (why !== undefined) {
  console.error(why);
  process.exitCode = 1;
} else if (file !== undefined) {
  process.argv.splice(1, 2, resolve(file));
  import(pathToFileURL(process.argv[1]).href).catch((error) => {
    const sentence = whyNotLoaded(error);
    console.error(sentence === undefined ? error : sentence);
    process.exitCode = 1;
  });
}
