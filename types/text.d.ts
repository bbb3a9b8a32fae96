// Files that a bundle takes as text: serverless.yml, esbuild's loaders.
declare module '*.css' {
  const text: string;
  export default text;
}
declare module '*.browser' {
  const text: string;
  export default text;
}
