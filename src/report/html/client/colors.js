/** Colours by their role: the style sheet has one value of each for light and one for dark. */

const styles = getComputedStyle(document.documentElement);

/** @param {string} role @returns {string} six hex digits, so that alpha can be appended */
export const color = (role) => styles.getPropertyValue(`--${role}`).trim();
