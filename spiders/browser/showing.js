(most) => {
  // The text that the page shows: what style sheets hide is not in it, what they add stands between private characters.
  // Returns "" where shadow roots or frames are part of it, of which the text of the page tells nothing.
  const body = document.body;
  if (!body) return "";
  const isUnseen = (style) => style.display === "none" || style.visibility !== "visible" || Number(style.opacity) < 0.1
    || parseFloat(style.fontSize) < 3 || /, 0\)$/.test(style.color) && style.color.startsWith("rgba")
    || ["left", "top", "textIndent", "marginLeft"].some((name) => parseFloat(style[name]) < -900)
    || style.clipPath !== "none" || style.overflow !== "visible" && parseFloat(style.width) * parseFloat(style.height) < 16;
  const added = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT);
  for (let at = body; at; at = walker.nextNode()) {
    if (at.shadowRoot) return "";
    for (const [place, where] of [["::before", "afterbegin"], ["::after", "beforeend"]]) {
      const style = getComputedStyle(at, place);
      const words = /^"(.*)"$/s.exec(style.content);
      if (!words || !/\p{L}{2}/u.test(words[1]) || isUnseen(style)) continue;
      added.push([at, where, words[1].replace(/\\(.)/gs, "$1")]);
    }
  }
  for (const [at, where, words] of added) at.insertAdjacentText(where, `\ue000${words}\ue001`);
  return body.innerText.slice(0, most);
}
