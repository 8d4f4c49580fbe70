(words) => {
  // Opens what a page folds up: <details>, expanders, "see more". Returns how many were opened this time.
  //
  // It accepts nothing, submits nothing and follows no link: what stands in a dialog, a consent banner, a form's
  // submit button, a menu or a link to elsewhere is left alone. Each thing is opened once.
  const more = new RegExp(words.more, "iu"), consent = new RegExp(words.consent, "iu");
  const done = (window.__opened ??= new WeakSet());
  let opened = 0;
  for (const folded of document.querySelectorAll("details:not([open])")) {
    if (done.has(folded)) continue;
    done.add(folded);
    folded.removeAttribute("name"); // of a group only one stays open
    folded.open = true;
    opened++;
  }
  const apart = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (at.matches("dialog, nav, [role=dialog], [role=alertdialog], [aria-modal=true], [role=navigation], [role=menubar], [role=menu], [role=search]")) return true;
      // A banner is short; a cookie policy or a user agreement may be named like one and is the page itself.
      const named = `${at.id} ${typeof at.className === "string" ? at.className : ""}`;
      if (consent.test(named) && at.textContent.length < words.banner) return true;
    }
    return false;
  };
  const submits = (element) =>
    element.form && (element.type === "submit" || element.type === "image" || element.type === "reset");
  const leads = (element) => {
    const link = element.closest("a[href]");
    return link && !link.getAttribute("href").trim().startsWith("#");
  };
  const candidates = document.querySelectorAll("[aria-expanded=false], button, [role=button], a[href^='#']");
  for (const element of candidates) {
    if (done.has(element) || opened >= words.most) continue;
    if (element.disabled || element.matches("input, select, textarea, summary, [role=combobox], [aria-haspopup]:not([aria-haspopup=false])")) continue;
    const said = `${element.innerText || element.textContent || ""} ${element.getAttribute("aria-label") || ""}`.trim();
    const folds = element.getAttribute("aria-expanded") === "false";
    if (!folds && !(said.length < 60 && more.test(said))) continue;
    done.add(element);
    if (submits(element) || leads(element) || apart(element) || (!folds && consent.test(said))) continue;
    element.click();
    opened++;
  }
  return opened;
}
