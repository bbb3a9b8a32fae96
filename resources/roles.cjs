// The framework loads no TypeScript by itself.
module.exports = require('./roles.ts');
