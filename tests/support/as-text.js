/** A file that a bundle takes as text (serverless.yml, esbuild's loaders), as jest takes it. */
export default {
  process: (text) => ({ code: `export default ${JSON.stringify(text)};` }),
};
