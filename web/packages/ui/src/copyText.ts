// Text into the clipboard, also on plain-HTTP hosts, where the clipboard API does not exist.

export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard) {
    return await navigator.clipboard.writeText(text).then(
      () => true,
      () => copyBySelection(text),
    );
  }
  return copyBySelection(text);
}

// An old browser command, but the only one insecure pages have.
function copyBySelection(text: string): boolean {
  const box = document.createElement("textarea");
  box.value = text;
  box.style.position = "fixed";
  box.style.opacity = "0";
  // Inside an open dialog, where the focus may not leave it.
  const place = document.activeElement?.closest("[role=dialog]") ?? document.body;
  const focused = document.activeElement;
  place.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
