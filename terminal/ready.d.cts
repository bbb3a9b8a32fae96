declare const ready: {
  whyNotReady(version: string, isInstalled: boolean): string | undefined;
  whyNotLoaded(error: unknown): string | undefined;
};
export = ready;
