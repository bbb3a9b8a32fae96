/** A command's result: for a person and, with `--json`, for a program (docs/commands.md has the shapes). */
export interface Told {
  text: string;
  json: unknown;
}

/** Prints one of them to standard output, and nothing else. A bare text becomes `{ "text": … }`. */
export function tell(
  told: Told | string,
  isJson: boolean,
  print: (text: string) => void = console.log,
): void {
  const { text, json } = typeof told === 'string' ? { text: told, json: { text: told } } : told;
  print(isJson ? JSON.stringify(json, undefined, 2) : text);
}
