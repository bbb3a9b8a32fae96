// `npm start`: the framework on stage local, which local/plugin.ts puts a database around.

const HELP = `Serves both faces of the service on this machine, with a database in a folder. No AWS account is needed.

  npm start

  PORT        of the server (3000)
  DATA_DIR    the folder that keeps orders and stores (.data)

Ctrl-C stops it; the next start finds the same orders.

Example: PORT=3100 DATA_DIR=/some/folder npm start
`;

const words = process.argv.slice(2);
if (words.includes('--help') || words.includes('-h')) {
  console.log(HELP);
} else {
  // The framework's own output: errors only. (The functions write their own log.)
  process.env['SLS_LOG_LEVEL'] ??= 'warning';
  process.argv.splice(2, words.length, 'offline', 'start', '--stage', 'local', ...words);
  const framework = '../node_modules/serverless/bin/serverless.js';
  await import(framework);
}
