import type { Page } from 'playwright-core';

export interface Hands {
  /** Follows a link, or presses a button that loads a page. */
  press: (selector: string) => Promise<void>;
  /** Opens what a summary folds away. */
  open: (summary: string) => Promise<void>;
  fill: (selector: string, text: string) => Promise<void>;
  /** Ticks or unticks a box. */
  toggle: (selector: string) => Promise<void>;
  /** Chooses one of a group of radio buttons. */
  choose: (selector: string) => Promise<void>;
}

const MOST_KEYS = 200;

/** Somebody who has a keyboard and no mouse. Each act throws if the keys do not reach what it is about. */
export function byKeyboard(page: Page): Hands {
  const { keyboard } = page;
  const pressUntil = async (key: string, selector: string) => {
    for (let keys = 0; keys < MOST_KEYS; keys += 1) {
      if ((await page.locator(selector).count()) > 0) return;
      await keyboard.press(key);
    }
    throw new Error(`${key} does not lead to ${selector}.`);
  };
  const reach = (selector: string) => pressUntil('Tab', `${selector}:focus`);
  return {
    press: async (selector) => {
      await reach(selector);
      await Promise.all([page.waitForEvent('load'), keyboard.press('Enter')]);
    },
    open: async (summary) => {
      await reach(summary);
      await keyboard.press('Enter');
    },
    fill: async (selector, text) => {
      await reach(selector);
      await keyboard.press('Control+A');
      await keyboard.type(text);
    },
    toggle: async (selector) => {
      await reach(selector);
      await keyboard.press('Space');
    },
    choose: async (selector) => {
      const name = await page.getAttribute(selector, 'name');
      await reach(`input[name="${name}"]:checked`);
      await pressUntil('ArrowDown', `${selector}:checked`);
    },
  };
}
