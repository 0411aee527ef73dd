// A button beside each field of a transfer puts it where the bank's app can paste it.
(() => {
  document.documentElement.classList.add("copies");
  const byHand = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  // Without TLS a browser has no clipboard of its own for pages.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byHand(text);
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button && (await copy(button.dataset.copy))) {
      button.firstChild.data = button.dataset.done;
      button.focus();
    }
  });
})();
