import { readSettings } from './settings.ts';

/** This function's settings. Importing this file stops a cold start whose settings are wrong. */
export const settings = readSettings(process.env);
