// What is printed must not depend on the terminal that the tests are started in.
process.stdout.isTTY = false;
for (const name of ['COLUMNS', 'NO_COLOR', 'FORCE_COLOR']) delete process.env[name];
