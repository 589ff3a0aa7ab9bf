// Functions that run inside the page: contrast of all text, and controls without a name.

/** The contrast of each visible text with its ground (WCAG 2.2, 1.4.3). */
export function contrasts() {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const linear = [red, green, blue]
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    const isShown = text && element.checkVisibility({ visibilityProperty: true }) && element.offsetWidth > 1;
    // What cannot be used is exempt.
    if (!isShown || element.closest(":disabled, script, .unseen")) continue;
    const colors = [channels(getComputedStyle(element).color), ground(element)];
    const [dark, light] = colors.map(luminance).sort((a, b) => a - b);
    found.set(colors.join(), {
      text: `\`${text.slice(0, 30)}\` in ${colors.map((color) => color.join(" ")).join(" on ")}`,
      ratio: (light + 0.05) / (dark + 0.05),
    });
  }
  return [...found.values()];
}

/** Buttons, links and inputs that nobody could name. */
export function nameless() {
  const isNamed = (control) =>
    control.getAttribute("aria-label") || control.textContent.trim() || control.labels?.length > 0;
  const inputs = (control) => ["INPUT", "SELECT", "TEXTAREA"].includes(control.tagName);
  return [...document.querySelectorAll("button, a, input, select, textarea, [role=region], [role=group]")]
    .filter((control) => (inputs(control) ? !(control.labels?.length > 0) : !isNamed(control)))
    .map((control) => control.outerHTML.slice(0, 100));
}
