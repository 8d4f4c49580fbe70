(most) => {
  // The text that the page shows: what style sheets hide is not in it, what they add stands between private characters.
  // Returns "" where shadow roots or frames are part of it, of which the text of the page tells nothing.
  const body = document.body;
  if (!body) return "";
  const added = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT);
  for (let at = body; at; at = walker.nextNode()) {
    if (at.shadowRoot) return "";
    for (const [place, where] of [["::before", "afterbegin"], ["::after", "beforeend"]]) {
      const style = getComputedStyle(at, place);
      const words = /^"(.*)"$/s.exec(style.content);
      if (!words || !/\p{L}{2}/u.test(words[1]) || style.display === "none" || style.visibility === "hidden") continue;
      added.push([at, where, words[1].replace(/\\(.)/gs, "$1")]);
    }
  }
  for (const [at, where, words] of added) at.insertAdjacentText(where, `\ue000${words}\ue001`);
  return body.innerText.slice(0, most);
}
