// One text in every language: a single part of the block, so that sixty questions stay light. Loaded before the blocks are drawn.
(() => {
  const Widget = window.telepath.constructors["wagtail.widgets.Widget"];
  const LANGUAGE = document.documentElement.lang.toLowerCase().replace("-", "_");

  class BoundLanguages {
    constructor(element, name) {
      this.element = element;
      this.inputs = new Map([...element.querySelectorAll("input, textarea")].map((input) => [input.name.slice(name.length + 1), input]));
      this.idForLabel = this.inputs.values().next().value.id;
    }

    getState() {
      return Object.fromEntries([...this.inputs].map(([language, input]) => [language, input.value]));
    }

    getValue() {
      return this.getState();
    }

    setState(state) {
      for (const [language, input] of this.inputs) input.value = state?.[language] ?? "";
    }

    // What is missing is what is empty.
    setInvalid(invalid) {
      for (const input of this.inputs.values()) {
        if (invalid && !input.value.trim()) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    }

    getTextLabel({ maxLength } = {}) {
      const texts = this.getState();
      const own = Object.keys(texts).find((code) => LANGUAGE.startsWith(code));
      const text = (texts[own] || Object.values(texts).find(Boolean) || "").trim();
      return maxLength && text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
    }

    focus() {
      this.inputs.values().next().value.focus();
    }
  }

  class Languages extends Widget {
    boundWidgetClass = BoundLanguages;
  }

  window.telepath.register("fh.widgets.Languages", Languages);
})();
