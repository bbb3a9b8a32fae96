/** What a person copies into Lightspeed, and what they may try next. */
export function card({ url, user, password }: { url: string; user: string; password: string }): string {
  const base = url.replace(/\/LightSpeed$/, '');
  return `
  Ready. System > Preferences > Location > Web Orders:

    URL           ${url}
    User          ${user}
    Password      ${password}
    Content-Type  XML

  In another terminal:

    npm run orders -- --count 100 --url ${base}
    npm run lightspeed -- test --url ${url}
    npm run lightspeed -- poll --url ${url}
    npm run lightspeed -- run --url ${url}

  Ctrl-C stops it.
`;
}
