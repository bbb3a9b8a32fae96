import { Presets, SingleBar } from 'cli-progress';

export type Progress = { step(): void; stop(): void };

type Screen = { isTTY?: boolean; write(text: string): unknown };

/** A bar on a terminal. Elsewhere, where control characters would show, a line for each tenth. */
export function startProgress(total: number, screen: Screen & NodeJS.WritableStream): Progress {
  return screen.isTTY ? bar(total, screen) : lines(total, screen);
}

function bar(total: number, stream: NodeJS.WritableStream): Progress {
  const drawn = new SingleBar(
    {
      stream,
      format: '{bar} {value} of {total} orders, {eta_formatted} left',
      etaBuffer: 200,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  drawn.start(total, 0);
  return { step: () => drawn.increment(), stop: () => drawn.stop() };
}

/** @param total below ten, nothing is shown */
export function lines(total: number, screen: Screen): Progress {
  let done = 0;
  return {
    step: () => {
      done += 1;
      const tenths = (count: number): number => Math.floor((count * 10) / total);
      if (total >= 10 && tenths(done) > tenths(done - 1)) screen.write(`${done} of ${total} orders\n`);
    },
    stop: () => {},
  };
}
