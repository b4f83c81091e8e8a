/** Carries the error of an action to the middleware that called it: Astro's own errors keep only a message. */
export const refusals = new WeakMap<Request, unknown>();
