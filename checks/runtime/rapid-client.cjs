// Stands in for the compiled part of AWS's Runtime Interface Client where it could not be compiled: two POSTs to the
// runtime's API. The client asks for its next call as soon as these return, so they wait for the answer, in a process
// of their own.
const { spawnSync } = require('node:child_process');

const POST = `
const { request } = require('node:http');
const [path, headers] = JSON.parse(process.argv[1]);
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const sent = request({ host, port, path: '/2018-06-01/runtime/invocation/' + path, method: 'POST', headers }, (answer) => {
  answer.resume();
  process.exitCode = answer.statusCode < 300 ? 0 : 1;
});
process.stdin.pipe(sent);
`;

function post(path, body, headers = {}) {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stderr } = spawnSync(process.execPath, ['-e', POST, JSON.stringify([path, headers])], {
    env,
    input: body,
  });
  if (status !== 0) throw new Error(`The runtime's API did not take ${path}. ${stderr}`);
}

exports.done = (id, body) => post(`${id}/response`, body);
exports.error = (id, body, cause) =>
  post(`${id}/error`, body, { 'Lambda-Runtime-Function-XRay-Error-Cause': cause });
