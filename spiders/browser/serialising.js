() => {
  // The document as it is shown: with shadow roots as declarative ones and frames of the same origin with their document
  // in them (`srcdoc`). Returns null where there are none: then the browser's own way to write a page says it all.
  let parts = 0;
  const framed = (frame) => {
    try {
      const inner = frame.contentDocument;
      return inner && inner.body && inner.body.innerText.trim() ? shown(inner.documentElement).outerHTML : null;
    } catch { return null; } // of another origin
  };
  const shown = (node) => {
    const copy = node.cloneNode(false);
    if (node.nodeType !== Node.ELEMENT_NODE) return copy;
    if (node.localName === "template") return node.cloneNode(true);
    if (node.shadowRoot) {
      const root = document.createElement("template");
      root.setAttribute("shadowrootmode", "open");
      for (const child of node.shadowRoot.childNodes) root.content.append(shown(child));
      copy.append(root);
      parts++;
    }
    if (node.localName === "iframe" && !node.hasAttribute("srcdoc")) {
      const text = framed(node);
      if (text) { copy.setAttribute("srcdoc", text); parts++; }
    }
    for (const child of node.childNodes) copy.append(shown(child));
    return copy;
  };
  const whole = shown(document.documentElement);
  return parts ? "<!DOCTYPE html>" + whole.outerHTML : null;
}
