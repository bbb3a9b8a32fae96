/** Prints the help if it was asked for, and returns whether it was. For commands without other options. */
export function isHelpAsked(help: string, words: string[] = process.argv.slice(2)): boolean {
  const isAsked = words.includes('--help') || words.includes('-h');
  if (isAsked) console.log(help);
  return isAsked;
}
