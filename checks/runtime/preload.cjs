// Loaded before AWS's Runtime Interface Client where its compiled part is missing.
const { registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const standIn = pathToFileURL(join(__dirname, 'rapid-client.cjs')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === './rapid-client.node'
      ? { url: standIn, format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
});
