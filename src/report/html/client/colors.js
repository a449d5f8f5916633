/** Colours by role; the style sheet defines their light and dark values. */

const styles = getComputedStyle(document.documentElement);

/** @param {string} role @returns {string} six hex digits, so that alpha can be appended */
export const color = (role) => styles.getPropertyValue(`--${role}`).trim();
