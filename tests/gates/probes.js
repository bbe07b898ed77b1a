// What a gate asks of a page that is shown. Evaluated in the page; answers are lists of sentences, empty when all is well.
(() => {
  const shown = (one) =>
    one.checkVisibility({ visibilityProperty: true }) && !one.closest(".vh, [inert], dialog:not([open])") && one.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const named = (one) => {
    const classes = typeof one.className === "string" && one.className ? `.${one.className.trim().split(/\s+/).join(".")}` : "";
    const words = (one.innerText || one.value || one.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${one.localName}${one.id ? `#${one.id}` : ""}${classes} “${words}”`;
  };
  const behind = document.querySelector("dialog[open]");
  const inFront = (one) => !behind || behind.contains(one);
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: text } = walker;
      if (text.data.trim() && shown(text.parentElement) && !text.parentElement.closest("noscript, script, style")) found.push(text);
    }
    return found;
  };
  const rects = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
  };

  // A link within a sentence is as high as its line: enlarging it would tear the sentence apart.
  const inSentence = (one) =>
    getComputedStyle(one).display === "inline" &&
    [...one.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 2);

  function area(one) {
    const labels = [...(one.labels ?? [])].filter((label) => label.contains(one));
    const boxes = [one, ...labels, ...(one.matches("input") ? [one.closest("label")] : [])].filter(Boolean).map((each) => each.getBoundingClientRect());
    return { width: Math.max(...boxes.map((box) => box.width)), height: Math.max(...boxes.map((box) => box.height)) };
  }

  function targets() {
    const places = all("a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=switch], [tabindex='0']");
    const small = [];
    for (const one of places.filter(inFront)) {
      if (one.disabled || one.matches(".skip") || inSentence(one)) continue;
      const { width, height } = area(one);
      if (width < 43.9 || height < 43.9) small.push(`${named(one)} is ${Math.round(width)}×${Math.round(height)}`);
      else if (one.matches(".btn-1, .btn-white") && height < 47.9) small.push(`${named(one)}, a primary button, is ${Math.round(height)} high`);
    }
    return small;
  }

  function clips(text) {
    const around = [];
    for (let one = text.parentElement; one && one !== document.documentElement; one = one.parentElement) {
      const { overflowX, overflowY, webkitLineClamp, position } = getComputedStyle(one);
      if (webkitLineClamp !== "none") return []; // cut on purpose, the whole stands one tap away
      if (overflowX === "auto" || overflowX === "scroll") return around; // the reader scrolls it
      if (overflowX !== "visible" || overflowY !== "visible") around.push(one);
      if (position === "fixed") break;
    }
    return around;
  }

  function fits() {
    const root = document.documentElement;
    const wrong = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide on ${root.clientWidth}`] : [];
    for (const text of texts()) {
      const boxes = clips(text).map((one) => one.getBoundingClientRect());
      const scrolled = text.parentElement.closest(".scroll-x, .scroll, [data-scroll]");
      for (const rect of rects(text)) {
        const cut = boxes.some((box) => rect.left < box.left - 1.5 || rect.right > box.right + 1.5 || rect.top < box.top - 3 || rect.bottom > box.bottom + 3);
        const out = !scrolled && (rect.right > root.clientWidth + 0.5 || rect.left < -0.5);
        if (cut || out) wrong.push(`${named(text.parentElement)} is ${cut ? "cut off" : "off the screen"}`);
      }
    }
    for (const one of all(".btn, .chip, .tag, .pill, .seg > *, .stamp, .keys label, .nps label")) {
      if (one.scrollWidth > one.clientWidth + 1.5) wrong.push(`${named(one)} holds ${one.scrollWidth} in ${one.clientWidth}`);
    }
    return [...new Set(wrong)];
  }

  const seconds = (list) => Math.max(...list.split(",").map((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1)));

  // With reduced motion nothing moves for longer than 10 ms.
  function still() {
    const moving = document.getAnimations().filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime > 10);
    const wrong = moving.map((one) => `${named(one.effect.target)} moves: ${one.animationName ?? one.transitionProperty}`);
    for (const one of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(one, part);
        const animated = style.animationName !== "none" && seconds(style.animationDuration) > 0.0101;
        if (animated || seconds(style.transitionDuration) > 0.0101) wrong.push(`${named(one)}${part ?? ""} takes its time`);
      }
    }
    return [...new Set(wrong)];
  }

  // Where the reader's system chooses all colours: words take part, and what is chosen still looks chosen.
  function plain() {
    const chosenInk = document.createElement("i");
    chosenInk.style.cssText = "forced-color-adjust: none; color: HighlightText";
    document.body.append(chosenInk);
    const allowed = getComputedStyle(chosenInk).color;
    chosenInk.remove();
    const keeps = ({ forcedColorAdjust, color }) => forcedColorAdjust === "none" && color !== allowed;
    const wrong = texts()
      .filter((text) => keeps(getComputedStyle(text.parentElement)) && !text.parentElement.closest("svg"))
      .map((text) => `${named(text.parentElement)} keeps its own colours`);
    const look = (one, part) => {
      const style = getComputedStyle(one, part);
      return [style.borderTopWidth, style.borderTopStyle, style.outlineStyle, style.outlineWidth, style.textDecorationLine, style.fontWeight, style.forcedColorAdjust, style.backgroundColor, style.content, style.boxShadow, style.opacity].join();
    };
    const whole = (one) => look(one) + look(one, "::before") + look(one, "::after");
    for (const chosen of all("[aria-pressed=true], [aria-selected=true], [aria-current]:not(li), label:has(:checked)")) {
      const others = [...chosen.parentElement.children, ...(chosen.parentElement.matches("li") ? chosen.parentElement.parentElement.querySelectorAll(":scope > li > *") : [])];
      const other = others.find((one) => one !== chosen && one.localName === chosen.localName && !one.matches("[aria-pressed=true], [aria-selected=true], [aria-current], :has(:checked)"));
      const input = chosen.querySelector("input");
      const drawn = input && getComputedStyle(input).opacity !== "0";
      if (other && !drawn && whole(chosen) === whole(other)) wrong.push(`${named(chosen)} does not look chosen`);
    }
    for (const one of all(".btn, .chip, .field, .input, .nps label, .choice label").filter((each) => !each.matches(".btn-text"))) {
      const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(one);
      if ((borderTopStyle === "none" || borderTopWidth === "0px") && outlineStyle === "none") wrong.push(`${named(one)} has no edge`);
    }
    return [...new Set(wrong)];
  }

  // The ink of a place that axe could not judge, and the nearest of the selectors that explain it.
  function inkOf(target, selectors) {
    const one = target.reduce((root, selector) => (root.shadowRoot ?? root).querySelector(selector), document);
    const within = selectors.filter((selector) => one.closest(selector));
    return { ink: getComputedStyle(one).color, within, theme: one.closest("[data-theme]")?.dataset.theme ?? "" };
  }

  // Chinese brings its own air after a full stop: a space behind it is a hole in the line.
  // A small mark behind a question, as "optional", keeps its distance.
  function holes() {
    const marks = all(".cap").map((one) => one.innerText.trim()).filter(Boolean);
    const found = [...document.body.innerText.matchAll(/.{0,12}[\u3002\uff01\uff1f\uff1b\uff1a\uff0c] (\S{1,8})/gu)];
    return found.filter(([, behind]) => !marks.some((mark) => mark.startsWith(behind) || behind.startsWith(mark))).map(([words]) => words);
  }

  window.gates = { targets, fits, still, plain, holes, inkOf };
})();
